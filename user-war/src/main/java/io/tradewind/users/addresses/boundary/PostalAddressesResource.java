package io.tradewind.users.addresses.boundary;

import io.tradewind.http.ETags;
import io.tradewind.http.Page;
import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.identity.Caller;
import io.tradewind.http.identity.Permissions;
import io.tradewind.http.openapi.Located;
import io.tradewind.http.openapi.Refuses;
import io.tradewind.users.addresses.control.Owners;
import io.tradewind.users.addresses.control.PostalAddresses;
import io.tradewind.users.addresses.entity.PostalAddress;
import io.tradewind.values.Ids;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** The caller's postal addresses; a person has few, so there is one page. */
@Path("me/addresses")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class PostalAddressesResource {

  @Inject Owners owners;
  @Inject PostalAddresses addresses;
  @Inject Caller caller;

  /** The preferred one first, the others in the order in which they were added. */
  @GET
  @Operation(summary = "List one's own postal addresses, the preferred one first")
  @RolesAllowed(Permissions.OWN_ACCOUNT)
  @Transactional
  public Page<PostalAddressView> list() {
    return new Page<>(PostalAddressView.all(addresses.of(caller.id())), null);
  }

  @POST
  @Operation(summary = "Add a postal address")
  @Refuses({ProblemType.NOT_FOUND, ProblemType.TOO_MANY_ADDRESSES})
  @Located
  @APIResponseSchema(value = PostalAddressView.class, responseCode = "201")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Permissions.OWN_ACCOUNT)
  @Transactional
  public Response add(AddressDetails details) {
    owners.lock(caller.id());
    PostalAddress added = addresses.add(caller.id(), details.place(), details.takesPreference());
    URI location = URI.create("/api/users/me/addresses/" + added.id());
    return PostalAddressView.answer(Response.created(location), added);
  }

  @GET
  @Operation(summary = "Read a postal address of one's own")
  @APIResponseSchema(PostalAddressView.class)
  @Path("{id}")
  @RolesAllowed(Permissions.OWN_ACCOUNT)
  @Transactional
  public Response read(@PathParam("id") String id) {
    return PostalAddressView.answer(Response.ok(), own(id));
  }

  @PUT
  @Operation(summary = "Change a postal address of one's own")
  @APIResponseSchema(PostalAddressView.class)
  @Path("{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Permissions.OWN_ACCOUNT)
  @Transactional
  public Response change(
      @PathParam("id") String id, @HeaderParam("If-Match") String ifMatch, AddressDetails details) {
    owners.lock(caller.id());
    PostalAddress address = own(id);
    ETags.require(ifMatch, address.version());
    addresses.change(address, details.place(), details.takesPreference());
    return PostalAddressView.answer(Response.ok(), address);
  }

  @DELETE
  @Operation(summary = "Remove a postal address of one's own")
  @APIResponse(responseCode = "204", description = "No Content")
  @Path("{id}")
  @RolesAllowed(Permissions.OWN_ACCOUNT)
  @Transactional
  public Response remove(@PathParam("id") String id) {
    owners.lock(caller.id());
    addresses.remove(own(id));
    return Response.noContent().build();
  }

  private PostalAddress own(String id) {
    return Ids.parse(id)
        .flatMap(parsed -> addresses.byId(parsed, caller.id()))
        .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "you have no such address"));
  }
}
