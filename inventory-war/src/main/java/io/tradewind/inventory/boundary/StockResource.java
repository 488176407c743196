package io.tradewind.inventory.boundary;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.idempotency.Idempotency;
import io.tradewind.http.identity.Caller;
import io.tradewind.http.identity.Permissions;
import io.tradewind.http.openapi.Refuses;
import io.tradewind.inventory.control.StockUpdates;
import io.tradewind.inventory.entity.InsufficientStock;
import io.tradewind.inventory.entity.Stock;
import io.tradewind.values.Sku;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Staff adjust stock for units that came or went other than by an order. */
@Path("products/{sku}/stock")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@DenyAll
public class StockResource {

  @Inject StockUpdates updates;
  @Inject Idempotency idempotency;
  @Inject Caller caller;

  @POST
  @Operation(summary = "Book a stock correction")
  @Refuses(ProblemType.INSUFFICIENT_STOCK)
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Permissions.CHANGE_STOCK)
  @Transactional
  @APIResponseSchema(StockLevel.class)
  public Response change(
      @Parameter(
              schema =
                  @Schema(type = SchemaType.STRING, pattern = Sku.PATTERN, examples = Sku.EXAMPLE))
          @PathParam("sku")
          String sku,
      @Parameter(required = true) @HeaderParam("Idempotency-Key") String key,
      ChangeStock change) {
    if (change.delta() == 0) {
      throw new ProblemException(ProblemType.INVALID_REQUEST, "delta is not 0");
    }
    return idempotency.once(
        "change-stock",
        Idempotency.required(key),
        new Request(sku, change),
        () -> Response.ok(StockLevel.of(adjusted(sku, change))).build());
  }

  /** The request for idempotency: the same change of another product is another request. */
  private record Request(String sku, ChangeStock change) {}

  private Stock adjusted(String sku, ChangeStock change) {
    if (!Sku.isValid(sku)) {
      throw unknown();
    }
    try {
      return updates
          .adjust(sku, change.delta(), change.reason(), caller.id())
          .orElseThrow(StockResource::unknown);
    } catch (InsufficientStock tooLittle) {
      throw new ProblemException(ProblemType.INSUFFICIENT_STOCK, tooLittle.getMessage(), tooLittle)
          .with("available", tooLittle.available());
    }
  }

  private static ProblemException unknown() {
    return new ProblemException(ProblemType.NOT_FOUND, "there is no such product");
  }
}
