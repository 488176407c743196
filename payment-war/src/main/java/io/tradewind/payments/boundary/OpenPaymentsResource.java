package io.tradewind.payments.boundary;

import io.tradewind.http.Page;
import io.tradewind.http.PageRequest;
import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.identity.Permissions;
import io.tradewind.http.openapi.Refuses;
import io.tradewind.payments.control.Payments;
import io.tradewind.payments.control.Reconciler;
import io.tradewind.payments.entity.PaymentBalance;
import io.tradewind.values.Ids;
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
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Operations without an answer from the provider, oldest first. */
@Path("operations/payments")
@Produces("application/json")
@RequestScoped
@DenyAll
public class OpenPaymentsResource {

  @Inject Payments payments;
  @Inject Reconciler reconciler;
  @Inject SettlementTransactions transactions;

  @GET
  @Operation(summary = "List requests that the provider has not answered, the oldest first")
  @RolesAllowed(Permissions.READ_OPERATIONS)
  @Transactional
  public Page<OpenOperationView> unknown(
      @QueryParam("cursor") String cursor, @QueryParam("limit") String limit) {
    PageRequest request = PageRequest.of(cursor, limit);
    UUID after = request.after().map(this::position).orElse(null);
    return request.page(
        payments.unknown(after, request.limit() + 1).stream().map(OpenOperationView::of).toList(),
        view -> view.commandId().toString());
  }

  /**
   * Settles by hand what the provider refuses to void or refund. The provider's books must show it,
   * unless it was done elsewhere. The order continues as if the provider had done it, and the
   * provider is not asked again.
   */
  @POST
  @Operation(summary = "Confirm a manual settlement")
  @Refuses(ProblemType.CONFLICTING_STATUS)
  @APIResponse(responseCode = "204", description = "No Content")
  @Path("{id}/settlement")
  @Consumes("application/json")
  @RolesAllowed(Permissions.REPAIR)
  public Response settle(@PathParam("id") String id, Settlement settlement) {
    UUID order = Ids.parse(id).orElseThrow(SettlementTransactions::missing);
    transactions.settle(order, atTheProvider(order), settlement);
    return Response.noContent().build();
  }

  /** Called outside of a transaction. */
  private PaymentBalance atTheProvider(UUID order) {
    try {
      return reconciler.payment(order.toString()).balance();
    } catch (RuntimeException away) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE, "the provider does not say how this payment stands");
    }
  }

  private UUID position(String commandId) {
    return Ids.parse(commandId)
        .filter(payments::hasOperation)
        .orElseThrow(PageRequest::unreadableCursor);
  }
}
