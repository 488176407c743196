package io.tradewind.users.permissions.boundary;

import io.tradewind.http.ETags;
import io.tradewind.http.Page;
import io.tradewind.http.PageRequest;
import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.identity.Permissions;
import io.tradewind.http.openapi.Located;
import io.tradewind.http.openapi.Refuses;
import io.tradewind.http.operations.Audit;
import io.tradewind.http.operations.Reason;
import io.tradewind.users.permissions.control.PermissionGroups;
import io.tradewind.users.permissions.entity.PermissionGroup;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/**
 * Permission groups, which accounts get besides their roles. The members of a group are part of
 * their accounts; a change of the group takes effect with each one's next access token.
 */
@Path("permission-groups")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class PermissionGroupsResource {

  private static final String GROUP = "^[a-z][a-z0-9-]{1,39}$";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{1,39}");

  @Inject PermissionGroups groups;
  @Inject Audit audit;

  @GET
  @Operation(summary = "List permission groups by name")
  @RolesAllowed(Permissions.READ_ACCOUNTS)
  @Transactional
  public Page<PermissionGroupView> list(
      @QueryParam("cursor") String cursor, @QueryParam("limit") String limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    List<PermissionGroup> found = groups.after(page.after().orElse(""), page.limit() + 1);
    return page.page(
        found.stream().map(PermissionGroupView::of).toList(), PermissionGroupView::name);
  }

  @GET
  @Operation(summary = "Read a permission group")
  @APIResponseSchema(PermissionGroupView.class)
  @Path("{group}")
  @RolesAllowed(Permissions.READ_ACCOUNTS)
  @Transactional
  public Response read(
      @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = GROUP, examples = "packers"))
          @PathParam("group")
          String name) {
    return PermissionGroupView.answer(Response.ok(), known(groups.byName(name)));
  }

  @PUT
  @Operation(summary = "Create or change a permission group")
  @Located
  @Refuses(ProblemType.INVALID_PARAMETER)
  @APIResponse(
      responseCode = "200",
      description = "OK",
      content = @Content(schema = @Schema(implementation = PermissionGroupView.class)))
  @APIResponse(
      responseCode = "201",
      description = "Created",
      content = @Content(schema = @Schema(implementation = PermissionGroupView.class)))
  @Path("{group}")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Permissions.CHANGE_ACCOUNTS)
  @Transactional
  public Response put(
      @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = GROUP, examples = "packers"))
          @PathParam("group")
          String name,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
      @Valid PutPermissionGroup wanted) {
    if (!NAME.matcher(name).matches()) {
      throw new ProblemException(
          ProblemType.INVALID_PARAMETER, "a group's name is 2 to 40 of a-z, 0-9 and -, a-z first");
    }
    Optional<PermissionGroup> present = groups.locked(name);
    ETags.require(ifMatch, present.map(PermissionGroup::version).orElse(null));
    PermissionGroup group =
        present.orElseGet(() -> new PermissionGroup(name, wanted.given(), Instant.now()));
    if (present.isPresent()) {
      group.give(wanted.given(), Instant.now());
      groups.settle();
    } else {
      groups.add(group);
    }
    PermissionGroupView view = PermissionGroupView.of(group);
    audit.record("put permission group", subject(name), wanted.auditReason(), view);
    return PermissionGroupView.answer(
        present.isPresent()
            ? Response.ok()
            : Response.created(URI.create("/api/users/permission-groups/" + name)),
        group);
  }

  @DELETE
  @Operation(summary = "Delete a permission group that has no members")
  @Refuses(ProblemType.GROUP_IN_USE)
  @APIResponse(responseCode = "204", description = "No Content")
  @Path("{group}")
  @RolesAllowed(Permissions.CHANGE_ACCOUNTS)
  @Transactional
  public Response remove(
      @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = GROUP, examples = "packers"))
          @PathParam("group")
          String name) {
    groups.remove(known(groups.locked(name)));
    audit.record("remove permission group", subject(name), Reason.NOT_GIVEN, null);
    return Response.noContent().build();
  }

  private static String subject(String name) {
    return "permission-group/" + name;
  }

  private static PermissionGroup known(Optional<PermissionGroup> found) {
    return found.orElseThrow(
        () -> new ProblemException(ProblemType.NOT_FOUND, "there is no such permission group"));
  }
}
