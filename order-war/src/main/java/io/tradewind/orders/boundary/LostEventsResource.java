package io.tradewind.orders.boundary;

import io.tradewind.http.Page;
import io.tradewind.http.PageRequest;
import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.identity.Permissions;
import io.tradewind.http.openapi.Refuses;
import io.tradewind.http.operations.Audit;
import io.tradewind.http.operations.Reason;
import io.tradewind.orders.control.LostEvent;
import io.tradewind.orders.control.LostEvents;
import io.tradewind.orders.control.OrderRebuild;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Events that this service has published and a restored database does not contain, for operators,
 * who rebuild them or write them off. Every change is written to the {@link Audit}.
 */
@Path("operations/lost-events")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@DenyAll
public class LostEventsResource {

  @Inject LostEvents lost;
  @Inject OrderRebuild rebuild;
  @Inject Audit audit;

  /**
   * @param type the published event, such as {@code OrderPlaced.v1}
   * @param at when it was published
   */
  public record LostEventView(UUID orderId, String type, Instant at) {

    static LostEventView of(LostEvent event) {
      return new LostEventView(event.orderId(), event.type(), event.at());
    }
  }

  /**
   * @param rebuilt how many events were applied again
   * @param left how many are still on the list: some need their orders to progress first
   */
  @Schema(name = "OrdersRebuilt")
  public record Rebuilt(int rebuilt, long left) {}

  /** The orders whose events are written off. */
  public record WriteOff(
      @NotNull @Size(min = 1, max = 1000) List<@NotNull UUID> orders,
      @NotBlank @Size(max = 200) String reason) {}

  /**
   * @param writtenOff how many events left the list
   */
  public record WrittenOff(int writtenOff) {}

  @GET
  @Operation(summary = "List published events that the restored database does not have")
  @RolesAllowed(Permissions.READ_OPERATIONS)
  public Page<LostEventView> list(
      @QueryParam("cursor") String cursor, @QueryParam("limit") String limit) {
    PageRequest request = PageRequest.of(cursor, limit);
    String[] after = request.after().orElse(new UUID(0, 0) + " ").split(" ", 2);
    UUID order = Ids.parse(after[0]).orElseThrow(PageRequest::unreadableCursor);
    List<LostEventView> events =
        lost.page(order, after.length == 2 ? after[1] : "", request.limit() + 1).stream()
            .map(LostEventView::of)
            .toList();
    return request.page(events, event -> event.orderId() + " " + event.type());
  }

  /** Rebuilds as many as fit into a transaction; to be repeated while any are left. */
  @POST
  @Operation(summary = "Rebuild lost orders")
  @Path("rebuild")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Permissions.REPAIR)
  @Transactional
  public Rebuilt rebuild(Reason reason) {
    Rebuilt result = new Rebuilt(rebuild.rebuild(), lost.open());
    audit.record("rebuild", "lost-events", reason, result);
    return result;
  }

  /** Does not recreate the orders: payments and stock still know them, and are settled there. */
  @POST
  @Operation(summary = "Write off lost orders")
  @Refuses(ProblemType.NOT_FOUND)
  @Path("write-off")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Permissions.REPAIR)
  @Transactional
  public WrittenOff writeOff(WriteOff which) {
    int events = lost.writeOff(which.orders());
    if (events == 0) {
      throw new ProblemException(ProblemType.NOT_FOUND, "none of these orders has a lost event");
    }
    audit.record("write-off", "lost-events", new Reason(which.reason()), which.orders());
    return new WrittenOff(events);
  }
}
