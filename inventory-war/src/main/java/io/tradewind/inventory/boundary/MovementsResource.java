package io.tradewind.inventory.boundary;

import io.tradewind.http.Page;
import io.tradewind.http.PageRequest;
import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.identity.Permissions;
import io.tradewind.inventory.control.Products;
import io.tradewind.inventory.control.Stocks;
import io.tradewind.values.Sku;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The history of one product's stock, oldest movement first, for staff. */
@Path("products/{sku}/movements")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@DenyAll
public class MovementsResource {

  @Inject Products products;
  @Inject Stocks stocks;

  @GET
  @Operation(summary = "List a product's stock movements, the oldest first")
  @RolesAllowed(Permissions.READ_STOCK)
  @Transactional
  public Page<MovementView> list(
      @Parameter(
              schema =
                  @Schema(type = SchemaType.STRING, pattern = Sku.PATTERN, examples = Sku.EXAMPLE))
          @PathParam("sku")
          String sku,
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") String limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    long after = page.after().map(MovementsResource::seqOf).orElse(0L);
    if (!Sku.isValid(sku) || products.find(sku).isEmpty()) {
      throw new ProblemException(ProblemType.NOT_FOUND, "there is no such product");
    }
    List<MovementView> found =
        stocks.movementsAfter(sku, after, page.limit() + 1).stream().map(MovementView::of).toList();
    return page.page(found, movement -> Long.toString(movement.seq()));
  }

  private static long seqOf(String position) {
    if (!position.matches("[0-9]{1,18}")) {
      throw PageRequest.unreadableCursor();
    }
    return Long.parseLong(position);
  }
}
