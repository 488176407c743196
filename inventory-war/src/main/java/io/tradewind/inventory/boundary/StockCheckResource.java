package io.tradewind.inventory.boundary;

import io.tradewind.http.Page;
import io.tradewind.http.PageRequest;
import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.identity.Permissions;
import io.tradewind.http.openapi.Refuses;
import io.tradewind.http.operations.Audit;
import io.tradewind.http.operations.Reason;
import io.tradewind.inventory.control.StockCheck;
import io.tradewind.inventory.control.StockDifference;
import io.tradewind.values.Sku;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Checks stock against its movements and reservations, and repairs it. */
@Path("operations/stock")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@DenyAll
public class StockCheckResource {

  @Inject StockCheck check;
  @Inject Audit audit;

  /** Recomputes all stock and lists what differs. */
  @GET
  @Operation(summary = "Recompute all stock from its history and list differences")
  @RolesAllowed(Permissions.READ_OPERATIONS)
  @Transactional
  public Page<StockDifferenceView> differences(
      @QueryParam("cursor") String cursor, @QueryParam("limit") String limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    List<StockDifferenceView> found =
        check.differences(page.after().orElse(""), page.limit() + 1).stream()
            .map(StockDifferenceView::of)
            .toList();
    return page.page(found, StockDifferenceView::sku);
  }

  /** Sets one product's stock to what its history says; 409 when the history contradicts itself. */
  @POST
  @Operation(summary = "Repair a product's stock from its history")
  @Refuses(ProblemType.CONFLICTING_STATUS)
  @Path("{sku}/repair")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Permissions.REPAIR)
  @Transactional
  public StockDifferenceView repair(
      @Parameter(
              schema =
                  @Schema(type = SchemaType.STRING, pattern = Sku.PATTERN, examples = Sku.EXAMPLE))
          @PathParam("sku")
          String sku,
      Reason reason) {
    StockDifference difference =
        check
            .lockAndRecount(sku)
            .orElseThrow(
                () -> new ProblemException(ProblemType.NOT_FOUND, "there is no such product"));
    if (difference.addsUp()) {
      throw new ProblemException(ProblemType.CONFLICTING_STATUS, "the stock adds up already");
    }
    if (!difference.historyIsSound()) {
      throw new ProblemException(
          ProblemType.CONFLICTING_STATUS,
          "movements say that %d units are reserved, reservations %d: find the order that differs"
              .formatted(difference.countedReserved(), difference.heldByOrders()));
    }
    check.repair(difference);
    StockDifferenceView view = StockDifferenceView.of(difference);
    audit.record("repair", "stock/" + sku, reason, view);
    return view;
  }
}
