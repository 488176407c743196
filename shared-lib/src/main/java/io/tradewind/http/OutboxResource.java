package io.tradewind.http;

import io.tradewind.messaging.Outbox;
import io.tradewind.messaging.UnsentMessage;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** What has not left this service, for operators. */
@Path("operations/outbox")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class OutboxResource {

  private final Outbox outbox;

  /**
   * For the proxy, and public for RESTEasy, which looks for such a constructor before CDI makes
   * one.
   */
  public OutboxResource() {
    this(null);
  }

  @Inject
  OutboxResource(Outbox outbox) {
    this.outbox = outbox;
  }

  /** In the order in which they will leave; one that the broker refused says why. */
  @GET
  @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
  public Page<UnsentMessage> unsent(
      @QueryParam("cursor") String cursor, @QueryParam("limit") String limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    return page.page(
        outbox.unsent(page.position(0), page.limit() + 1),
        message -> Long.toString(message.position()));
  }
}
