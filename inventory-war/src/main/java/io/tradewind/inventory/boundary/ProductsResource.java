package io.tradewind.inventory.boundary;

import io.tradewind.http.ETags;
import io.tradewind.http.Page;
import io.tradewind.http.PageRequest;
import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.identity.Permissions;
import io.tradewind.http.openapi.Located;
import io.tradewind.http.openapi.Refuses;
import io.tradewind.inventory.control.Catalogue;
import io.tradewind.inventory.control.ProductWithStock;
import io.tradewind.inventory.control.Products;
import io.tradewind.inventory.entity.Product;
import io.tradewind.values.Sku;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** The products. Anyone may read, staff may change. */
@Path("products")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@DenyAll
public class ProductsResource {

  @Inject Products products;
  @Inject Catalogue catalogue;

  @GET
  @Operation(summary = "List products")
  @PermitAll
  @Transactional
  public Page<ProductView> list(
      @QueryParam("cursor") String cursor, @QueryParam("limit") String limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    List<ProductWithStock> found = products.after(page.after().orElse(""), page.limit() + 1);
    return page.page(found.stream().map(ProductView::of).toList(), ProductView::sku);
  }

  @GET
  @Operation(summary = "Read a product")
  @Path("{sku}")
  @PermitAll
  @Transactional
  @APIResponseSchema(ProductView.class)
  public Response get(
      @Parameter(
              schema =
                  @Schema(type = SchemaType.STRING, pattern = Sku.PATTERN, examples = Sku.EXAMPLE))
          @PathParam("sku")
          String sku) {
    return answer(Response.ok(), found(sku)).build();
  }

  /** Creates or changes the product: name and price; stock is changed elsewhere. */
  @PUT
  @Operation(summary = "Create or change a product")
  @Located
  @Refuses(ProblemType.INVALID_PARAMETER)
  @APIResponse(
      responseCode = "200",
      description = "OK",
      content = @Content(schema = @Schema(implementation = ProductView.class)))
  @APIResponse(
      responseCode = "201",
      description = "Created",
      content = @Content(schema = @Schema(implementation = ProductView.class)))
  @Consumes(MediaType.APPLICATION_JSON)
  @Path("{sku}")
  @RolesAllowed(Permissions.CHANGE_PRODUCTS)
  @Transactional
  public Response put(
      @Parameter(
              schema =
                  @Schema(type = SchemaType.STRING, pattern = Sku.PATTERN, examples = Sku.EXAMPLE))
          @PathParam("sku")
          String sku,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
      PutProduct wanted) {
    requireForm(sku, wanted);
    Optional<Product> present = catalogue.lock(sku);
    ETags.require(ifMatch, present.map(Product::version).orElse(null));
    if (present.isPresent()) {
      catalogue.change(present.get(), wanted.name(), wanted.price());
      return answer(Response.ok(), found(sku)).build();
    }
    catalogue.add(sku, wanted.name(), wanted.price());
    return answer(Response.created(URI.create("/api/inventory/products/" + sku)), found(sku))
        .build();
  }

  private static void requireForm(String sku, PutProduct wanted) {
    if (!Sku.isValid(sku)) {
      throw new ProblemException(
          ProblemType.INVALID_PARAMETER, "a SKU is 2 to 40 of A-Z, 0-9 and -, not - first");
    }
    long amount = wanted.price().amount();
    if (amount < 1 || amount > Product.HIGHEST_PRICE) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "price.amount is 1 to " + Product.HIGHEST_PRICE + " minor units");
    }
  }

  private ProductWithStock found(String sku) {
    return Optional.of(sku)
        .filter(Sku::isValid)
        .flatMap(products::findWithStock)
        .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "there is no such product"));
  }

  private static Response.ResponseBuilder answer(
      Response.ResponseBuilder response, ProductWithStock product) {
    return response
        .header(HttpHeaders.ETAG, ETags.of(product.product().version()))
        .entity(ProductView.of(product));
  }
}
