package io.tradewind.client;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** A user's notifications; {@link NotificationStream} pushes them. */
@RegisterRestClient(configKey = "tradewind-notifications")
@RegisterProvider(ClientJson.class)
@RegisterProvider(ProblemReader.class)
@Path("/api/notifications")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface NotificationsApi {

  /**
   * Owner.
   *
   * @param after those with a greater {@code seq}; null for all
   */
  @GET
  Page<Notification> notifications(
      @QueryParam("after") Long after, @QueryParam("limit") Integer limit);

  /**
   * Owner.
   *
   * @param id of the notification, from the list
   */
  @POST
  @Path("{id}/read")
  void read(@PathParam("id") UUID id);

  /** Signed in. */
  @POST
  @Path("tickets")
  Ticket ticket();
}
