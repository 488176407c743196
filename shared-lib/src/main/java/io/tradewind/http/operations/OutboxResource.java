package io.tradewind.http.operations;

import io.tradewind.http.Page;
import io.tradewind.http.PageRequest;
import io.tradewind.http.identity.Permissions;
import io.tradewind.messaging.Outbox;
import io.tradewind.messaging.OutboxState;
import io.tradewind.messaging.RepublishEstimate;
import io.tradewind.messaging.UnsentMessage;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/**
 * The backlog of the outbox, for operators, and what they may send again. Every change is written
 * to the {@link Audit}.
 */
@Path("operations/outbox")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@DenyAll
public class OutboxResource {

  @Inject Outbox outbox;
  @Inject Audit audit;

  /**
   * Which refused messages are retried at once; null does not narrow.
   *
   * @param key of these messages
   */
  @Schema(name = "OutboxRedrive")
  public record Redrive(String topic, String key, @NotBlank @Size(max = 200) String reason) {}

  /**
   * What is sent once more.
   *
   * @param since everything that was sent at that instant or later
   * @param topic only messages of this topic, or null for all
   */
  @Schema(name = "OutboxRepublication")
  public record Republication(
      @NotNull Instant since, String topic, @NotBlank @Size(max = 200) String reason) {}

  /**
   * @param messages how many will be sent
   * @param estimated whether they were too many to be counted: then the number is approximate
   */
  @Schema(name = "OutboxSending")
  public record Sending(int messages, boolean estimated) {}

  /**
   * In the order in which they will be sent; one that the broker refused says why.
   *
   * @param held true for only those that the broker refused
   */
  @GET
  @Operation(summary = "List unsent messages in the order of sending")
  @RolesAllowed(Permissions.READ_OPERATIONS)
  @Transactional
  public Page<UnsentMessage> unsent(
      @QueryParam("held") boolean held,
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") String limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    return page.page(
        outbox.unsent(held, page.position(0), page.limit() + 1),
        message -> Long.toString(message.position()));
  }

  /** The size and age of the backlog. */
  @GET
  @Operation(summary = "Read the state of the outbox")
  @Path("state")
  @RolesAllowed(Permissions.READ_OPERATIONS)
  @Transactional
  public OutboxState state() {
    return outbox.state();
  }

  /** Retries at once what the broker refused. */
  @POST
  @Operation(summary = "Retry refused messages now")
  @Path("redrive")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Permissions.REPAIR)
  @Transactional
  @APIResponseSchema(value = Sending.class, responseCode = "202")
  public Response redrive(Redrive which) {
    Sending sending = new Sending(outbox.redrive(which.topic(), which.key()), false);
    return sending("redrive", sending, new Reason(which.reason()), which);
  }

  /**
   * Sends again what was sent since an instant, in portions and behind earlier requests; consumers
   * ignore duplicates. The outbox's state shows the progress.
   */
  @POST
  @Operation(summary = "Republish the messages sent since an instant")
  @Path("republish")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Permissions.REPAIR)
  @Transactional
  @APIResponseSchema(value = Sending.class, responseCode = "202")
  public Response republish(Republication which) {
    RepublishEstimate about = outbox.republishSince(which.since(), which.topic());
    Sending sending = new Sending(about.messages(), about.estimated());
    return sending("republish", sending, new Reason(which.reason()), which);
  }

  private Response sending(String action, Sending sending, Reason reason, Object which) {
    audit.record(action, "outbox", reason, new Sent(which, sending.messages()));
    return Response.accepted(sending).build();
  }

  private record Sent(Object which, int messages) {}
}
