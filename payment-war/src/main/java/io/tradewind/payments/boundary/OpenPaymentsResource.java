package io.tradewind.payments.boundary;

import io.tradewind.http.Audit;
import io.tradewind.http.Because;
import io.tradewind.http.Page;
import io.tradewind.http.PageRequest;
import io.tradewind.http.Permissions;
import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.Refuses;
import io.tradewind.payments.control.Payments;
import io.tradewind.payments.control.ProviderTurns;
import io.tradewind.payments.entity.OperationKind;
import io.tradewind.payments.entity.Outcome;
import io.tradewind.payments.entity.PaymentOperation;
import io.tradewind.values.Ids;
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

/** What the provider has been asked and has not told, oldest first. */
@Path("operations/payments")
@Produces("application/json")
@RequestScoped
public class OpenPaymentsResource {

  private final Payments payments;
  private final ProviderTurns turns;
  private final Audit audit;

  /** For the container, which needs it public. */
  public OpenPaymentsResource() {
    this(null, null, null);
  }

  @Inject
  OpenPaymentsResource(Payments payments, ProviderTurns turns, Audit audit) {
    this.payments = payments;
    this.turns = turns;
    this.audit = audit;
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

  /** What is written down of a settlement beside who, when and why. */
  private record Settled(UUID commandId, OperationKind kind, Outcome outcome, long moved) {}

  /**
   * Takes an operator's word that people have settled what the provider refuses to void or to give
   * back. The order goes on as if the provider had done it, which is asked no more.
   */
  @POST
  @Operation(summary = "Vouch that people settled what the provider refuses to undo")
  @Refuses(ProblemType.CONFLICTING_STATUS)
  @APIResponse(responseCode = "204", description = "No Content")
  @Path("{id}/settlement")
  @Consumes("application/json")
  @RolesAllowed(Permissions.REPAIR)
  @Transactional
  public Response settle(@PathParam("id") String id, Because because) {
    UUID order = Ids.parse(id).orElseThrow(OpenPaymentsResource::missing);
    PaymentOperation settled = turns.settleByHand(order).orElseThrow(() -> nothingRefused(order));
    audit.record(
        "settle by hand",
        "payment/" + order,
        because,
        new Settled(settled.commandId(), settled.kind(), settled.outcome(), settled.moved()));
    return Response.noContent().build();
  }

  private ProblemException nothingRefused(UUID order) {
    return payments.find(order).isEmpty()
        ? missing()
        : new ProblemException(
            ProblemType.CONFLICTING_STATUS,
            "the provider refuses nothing of this order, or is being asked just now");
  }

  private static ProblemException missing() {
    return new ProblemException(ProblemType.NOT_FOUND, "there is no payment for such an order");
  }

  private PaymentOperation position(String commandId) {
    return Ids.parse(commandId)
        .flatMap(payments::operation)
        .orElseThrow(PageRequest::unreadableCursor);
  }
}
