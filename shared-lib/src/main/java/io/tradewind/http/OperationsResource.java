package io.tradewind.http;

import io.tradewind.messaging.Outbox;
import io.tradewind.messaging.ParkedMessage;
import io.tradewind.messaging.Parking;
import io.tradewind.messaging.UnsentMessage;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** What waits in this service, for operators: messages that were parked or that have not left. */
@Path("operations")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
public class OperationsResource {

  private final Parking parking;
  private final Outbox outbox;

  /**
   * For the proxy, and public for RESTEasy, which looks for such a constructor before CDI makes
   * one.
   */
  public OperationsResource() {
    this(null, null);
  }

  @Inject
  OperationsResource(Parking parking, Outbox outbox) {
    this.parking = parking;
    this.outbox = outbox;
  }

  /** In the order in which they were parked, with the cause of the first of each key. */
  @GET
  @Path("parked")
  @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
  public Page<ParkedMessage> parked(
      @QueryParam("channel") String channel,
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") String limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    return page.page(
        parking.list(channel, positionAfter(page), page.limit() + 1),
        message -> Long.toString(message.position()));
  }

  /** In the order in which they will leave; one that the broker refused says why. */
  @GET
  @Path("outbox")
  @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
  public Page<UnsentMessage> outbox(
      @QueryParam("cursor") String cursor, @QueryParam("limit") String limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    return page.page(
        outbox.unsent(positionAfter(page), page.limit() + 1),
        message -> Long.toString(message.position()));
  }

  private static long positionAfter(PageRequest page) {
    try {
      return page.after().map(Long::parseLong).orElse(0L);
    } catch (NumberFormatException notOurs) {
      throw PageRequest.unreadableCursor();
    }
  }
}
