package io.tradewind.http.operations;

import io.tradewind.http.Page;
import io.tradewind.http.PageRequest;
import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.identity.Permissions;
import io.tradewind.http.openapi.Refuses;
import io.tradewind.messaging.ParkedContent;
import io.tradewind.messaging.ParkedMessage;
import io.tradewind.messaging.Parking;
import io.tradewind.messaging.Parking.Search;
import io.tradewind.messaging.UnreadableMessage;
import io.tradewind.values.Ids;
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
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/**
 * Parked messages of this service: operators list them and have them replayed, corrected or
 * discarded. Every change is written to the {@link Audit}.
 */
@Path("operations/parked")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@DenyAll
public class ParkedResource {

  @Inject Parking parking;
  @Inject Audit audit;

  /**
   * Which messages to replay: those of a key, or all with a cause.
   *
   * @param cause a part of the cause's text
   */
  @Schema(name = "ParkedMessageReplay")
  public record Replay(
      @NotBlank String channel,
      String key,
      @Size(min = 1) String cause,
      @NotBlank @Size(max = 200) String reason) {}

  /**
   * The content that a message should have had.
   *
   * @param type CloudEvents type, or null to keep it
   * @param payload JSON of that type
   */
  @Schema(name = "ParkedMessageCorrection")
  public record Correction(
      String type, @NotNull String payload, @NotBlank @Size(max = 200) String reason) {}

  /**
   * @param messages how many will be handled, in order
   */
  @Schema(name = "ReplayRequested")
  public record Requested(int messages) {}

  /** In the order in which they were parked, with the cause of the first of each key. */
  @GET
  @Operation(summary = "List parked messages in the order in which they were parked")
  @RolesAllowed(Permissions.READ_OPERATIONS)
  @Transactional
  public Page<ParkedMessage> list(
      @QueryParam("channel") String channel,
      @QueryParam("key") String key,
      @QueryParam("cause") String cause,
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") String limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    return page.page(
        parking.list(new Search(channel, key, cause), page.position(0), page.limit() + 1),
        message -> Long.toString(message.position()));
  }

  /** One message with its headers and its payload. */
  @GET
  @Operation(summary = "Read a parked message with its headers and its payload")
  @Path("{id}")
  @RolesAllowed(Permissions.READ_OPERATIONS)
  @Transactional
  public ParkedContent get(@PathParam("id") String id) {
    return Ids.parse(id).flatMap(parking::find).orElseThrow(ParkedResource::missing);
  }

  /** Replays it and what waits on its key, from the first message on. */
  @POST
  @Operation(summary = "Replay a parked message, and those that wait behind it on its key")
  @Path("{id}/replay")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Permissions.REPAIR)
  @Transactional
  @APIResponseSchema(value = Requested.class, responseCode = "202")
  public Response replayOne(@PathParam("id") String id, Reason reason) {
    UUID parked = known(id);
    return requested(parking.replay(parked), "parked/" + parked, reason, null);
  }

  /** Replays the messages of a key, or all with a cause. */
  @POST
  @Operation(summary = "Replay the parked messages of a key, or all with a cause")
  @Refuses(ProblemType.NOT_FOUND)
  @Path("replay")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Permissions.REPAIR)
  @Transactional
  @APIResponseSchema(value = Requested.class, responseCode = "202")
  public Response replay(Replay which) {
    if (which.key() == null && which.cause() == null) {
      throw new ProblemException(ProblemType.INVALID_REQUEST, "name a key or a cause");
    }
    return requested(
        parking.replay(new Search(which.channel(), which.key(), which.cause())),
        "parked/" + which.channel(),
        new Reason(which.reason()),
        which);
  }

  /** Discards it; what waited behind it is handled. The audit trail keeps its content. */
  @POST
  @Operation(summary = "Discard a parked message")
  @Path("{id}/discard")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Permissions.REPAIR)
  @Transactional
  public ParkedContent discard(@PathParam("id") String id, Reason reason) {
    ParkedContent gone =
        Ids.parse(id).flatMap(parking::discard).orElseThrow(ParkedResource::missing);
    audit.record("discard", "parked/" + gone.message().id(), reason, gone);
    return gone;
  }

  /**
   * Replaces it by a new message and handles that. The message id stays the same; the audit trail
   * keeps the old content.
   */
  @POST
  @Operation(summary = "Replace a parked message by a corrected one")
  @Path("{id}/correct")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Permissions.REPAIR)
  @Transactional
  public ParkedContent correct(@PathParam("id") String id, Correction correction) {
    UUID parked = known(id);
    ParkedContent wrong = parking.find(parked).orElseThrow(ParkedResource::missing);
    ParkedContent corrected = corrected(parked, correction).orElseThrow(ParkedResource::missing);
    audit.record(
        "correct",
        "parked/" + parked,
        new Reason(correction.reason()),
        new Corrected(wrong, corrected));
    return corrected;
  }

  private record Corrected(ParkedContent from, ParkedContent to) {}

  private Optional<ParkedContent> corrected(UUID parked, Correction correction) {
    try {
      return parking.correct(parked, correction.type(), correction.payload());
    } catch (UnreadableMessage unfit) {
      throw new ProblemException(ProblemType.INVALID_REQUEST, unfit.getMessage(), unfit);
    }
  }

  private Response requested(int messages, String subject, Reason reason, Object which) {
    if (messages == 0) {
      throw missing();
    }
    audit.record("replay", subject, reason, which);
    return Response.accepted(new Requested(messages)).build();
  }

  private static UUID known(String id) {
    return Ids.parse(id).orElseThrow(ParkedResource::missing);
  }

  private static ProblemException missing() {
    return new ProblemException(ProblemType.NOT_FOUND, "nothing parked here fits");
  }
}
