package io.tradewind.notifications.boundary;

import io.tradewind.http.Page;
import io.tradewind.http.PageRequest;
import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.identity.Caller;
import io.tradewind.http.identity.EndedSessions;
import io.tradewind.http.identity.Permissions;
import io.tradewind.notifications.control.Notifications;
import io.tradewind.notifications.control.Tickets;
import io.tradewind.notifications.control.Tickets.Holder;
import io.tradewind.values.Ids;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** A user's own notifications; another's are answered as missing. */
@Path("")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class NotificationsResource {

  @Inject Notifications notifications;
  @Inject Tickets tickets;
  @Inject Caller caller;

  /** {@code next} is the value of {@code after} for the next page. */
  @GET
  @Operation(summary = "List one's own notifications")
  @RolesAllowed(Permissions.OWN_ACCOUNT)
  @Transactional
  public Page<NotificationView> list(
      @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "0", defaultValue = "0"))
          @QueryParam("after")
          String after,
      @QueryParam("limit") String limit) {
    int size = PageRequest.of(null, limit).limit();
    List<NotificationView> found =
        notifications.page(caller.id(), StreamPosition.of(after), size + 1).stream()
            .map(NotificationView::of)
            .toList();
    if (found.size() <= size) {
      return new Page<>(found, null);
    }
    List<NotificationView> items = found.subList(0, size);
    return new Page<>(items, Long.toString(items.get(size - 1).seq()));
  }

  @POST
  @Operation(summary = "Mark a notification as read")
  @APIResponse(responseCode = "204", description = "No Content")
  @Path("{id}/read")
  @RolesAllowed(Permissions.OWN_ACCOUNT)
  @Transactional
  public Response markRead(@PathParam("id") String id) {
    boolean known =
        Ids.parse(id).map(found -> notifications.markRead(caller.id(), found)).orElse(false);
    if (!known) {
      throw new ProblemException(ProblemType.NOT_FOUND, "you have no such notification");
    }
    return Response.noContent().build();
  }

  @POST
  @Operation(summary = "Get a ticket that opens one stream, once")
  @APIResponseSchema(value = Ticket.class, responseCode = "201")
  @Path("tickets")
  @RolesAllowed(Permissions.OWN_ACCOUNT)
  @Transactional
  public Response ticket() {
    return Response.status(Response.Status.CREATED)
        .entity(
            new Ticket(
                tickets.issue(
                    new Holder(
                        caller.id(), caller.session().map(EndedSessions::markOf).orElse(null)))))
        .build();
  }
}
