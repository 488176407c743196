package io.tradewind.inventory.boundary;

import io.tradewind.http.Page;
import io.tradewind.http.PageRequest;
import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.identity.Permissions;
import io.tradewind.inventory.control.Reservations;
import io.tradewind.values.Ids;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Reservations for operators: overdue ones, and any one by its order. */
@Path("operations/reservations")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@DenyAll
public class ReservationsResource {

  private static final Position BEGINNING = new Position(Instant.EPOCH, new UUID(0, 0));

  @Inject Reservations reservations;

  /** Reserved for longer than a saga should need, the longest first. */
  @GET
  @Operation(summary = "List reservations that are held for too long, the longest first")
  @RolesAllowed(Permissions.READ_OPERATIONS)
  @Transactional
  public Page<ReservationView> overdue(
      @QueryParam("cursor") String cursor, @QueryParam("limit") String limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    Position after = page.after().map(Position::read).orElse(BEGINNING);
    List<ReservationView> found =
        reservations
            .overdueAfter(Instant.now(), after.deadline(), after.orderId(), page.limit() + 1)
            .stream()
            .map(ReservationView::of)
            .toList();
    return page.page(found, item -> item.deadline() + " " + item.orderId());
  }

  @GET
  @Operation(summary = "Read the reservation of an order")
  @Path("{orderId}")
  @RolesAllowed(Permissions.READ_OPERATIONS)
  @Transactional
  public ReservationView get(@PathParam("orderId") String orderId) {
    return Ids.parse(orderId)
        .flatMap(reservations::find)
        .map(ReservationView::of)
        .orElseThrow(
            () -> new ProblemException(ProblemType.NOT_FOUND, "the order has no reservation"));
  }

  private record Position(Instant deadline, UUID orderId) {

    static Position read(String text) {
      String[] parts = text.split(" ", 2);
      try {
        return new Position(Instant.parse(parts[0]), UUID.fromString(parts[1]));
      } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException notOurs) {
        throw PageRequest.unreadableCursor();
      }
    }
  }
}
