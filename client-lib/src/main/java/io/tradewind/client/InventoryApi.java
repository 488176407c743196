package io.tradewind.client;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** Products and stock. */
@RegisterRestClient(configKey = "tradewind-inventory")
@RegisterProvider(ClientJson.class)
@RegisterProvider(ProblemReader.class)
@Path("/api/inventory")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface InventoryApi {

  /** Anyone. */
  @GET
  @Path("products")
  Page<Product> products(@QueryParam("cursor") String cursor, @QueryParam("limit") Integer limit);

  /** Anyone; the ETag is needed for a change. */
  @GET
  @Path("products/{sku}")
  Answer<Product> product(@PathParam("sku") String sku);

  /** Anyone; the real-time view, which may lag by moments. */
  @GET
  @Path("availability")
  Availability availability(@QueryParam("sku") List<String> skus);

  /**
   * Staff. 201 for a new product, 200 for a changed one.
   *
   * @param etag null for a new product
   */
  @PUT
  @Path("products/{sku}")
  Answer<Product> putProduct(
      @PathParam("sku") String sku, @HeaderParam("If-Match") String etag, ProductDetails details);

  /** Staff; applied before the answer. 409 {@code insufficient-stock}. */
  @POST
  @Path("products/{sku}/stock")
  StockLevel changeStock(
      @PathParam("sku") String sku,
      @HeaderParam("Idempotency-Key") String idempotencyKey,
      StockChange change);

  /** Staff. */
  @GET
  @Path("products/{sku}/movements")
  Page<StockMovement> movements(
      @PathParam("sku") String sku,
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") Integer limit);
}
