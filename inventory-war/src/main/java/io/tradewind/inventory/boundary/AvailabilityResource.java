package io.tradewind.inventory.boundary;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.inventory.control.Availability;
import io.tradewind.values.Sku;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The real-time view in Redis, with PostgreSQL for what Redis cannot answer now. */
@Path("availability")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@DenyAll
public class AvailabilityResource {

  private static final int MOST_SKUS = 100;

  @Inject AvailabilityReader shown;

  @GET
  @Operation(summary = "Read how many units are available")
  @PermitAll
  public AvailabilityView of(@Parameter(required = true) @QueryParam("sku") List<String> skus) {
    List<String> wanted = skus.stream().distinct().toList();
    if (wanted.isEmpty() || wanted.size() > MOST_SKUS) {
      throw new ProblemException(
          ProblemType.INVALID_PARAMETER, "sku is given 1 to " + MOST_SKUS + " times");
    }
    if (!wanted.stream().allMatch(Sku::isValid)) {
      throw new ProblemException(
          ProblemType.INVALID_PARAMETER, "a SKU is 2 to 40 of A-Z, 0-9 and -, not - first");
    }
    Map<String, Availability> found = shown.of(wanted);
    return new AvailabilityView(
        wanted.stream()
            .map(found::get)
            .filter(figure -> figure != null)
            .map(figure -> new AvailabilityView.Item(figure.sku(), figure.available()))
            .toList());
  }
}
