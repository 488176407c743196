package io.tradewind.payments.boundary;

import io.tradewind.http.Page;
import io.tradewind.http.PageRequest;
import io.tradewind.http.Permissions;
import io.tradewind.payments.control.Payments;
import io.tradewind.payments.entity.PaymentOperation;
import io.tradewind.values.Ids;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What the provider has been asked and has not told, oldest first. */
@Path("operations/payments")
@Produces("application/json")
@RequestScoped
public class OpenPaymentsResource {

  private final Payments payments;

  /** For the container, which needs it public. */
  public OpenPaymentsResource() {
    this(null);
  }

  @Inject
  OpenPaymentsResource(Payments payments) {
    this.payments = payments;
  }

  @GET
  @Operation(summary = "List what the provider was asked and has not told, the oldest first")
  @RolesAllowed(Permissions.READ_OPERATIONS)
  @Transactional
  public Page<OpenOperationView> unknown(
      @QueryParam("cursor") String cursor, @QueryParam("limit") String limit) {
    PageRequest request = PageRequest.of(cursor, limit);
    PaymentOperation after = request.after().map(this::position).orElse(null);
    return request.page(
        payments.unknown(after, request.limit() + 1).stream().map(OpenOperationView::of).toList(),
        view -> view.commandId().toString());
  }

  private PaymentOperation position(String commandId) {
    return Ids.parse(commandId)
        .flatMap(payments::operation)
        .orElseThrow(PageRequest::unreadableCursor);
  }
}
