package io.tradewind.payments.boundary;

import io.tradewind.http.Page;
import io.tradewind.http.PageRequest;
import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.identity.Permissions;
import io.tradewind.http.openapi.Refuses;
import io.tradewind.http.operations.Reason;
import io.tradewind.payments.control.LedgerDifferences;
import io.tradewind.payments.entity.CorrectionDecision;
import io.tradewind.payments.entity.DifferenceStatus;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The results of the reconciliation with the provider's ledger, for operators. */
@Path("operations/reconciliation")
@Produces("application/json")
@RequestScoped
@DenyAll
public class ReconciliationResource {

  @Inject LedgerDifferences ledgerDifferences;
  @Inject ReconciliationTransactions comparison;
  @Inject ScheduledTasks tasks;
  @Inject DecisionTransactions transactions;

  /**
   * Corrected differences and those that could not be.
   *
   * @param status only with this status, or null for all
   */
  @GET
  @Operation(summary = "List differences from the provider's ledger")
  @RolesAllowed(Permissions.READ_OPERATIONS)
  @Transactional
  public Page<LedgerDifferenceView> report(
      @Parameter(schema = @Schema(implementation = DifferenceStatus.class)) @QueryParam("status")
          String status,
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") String limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    return page.page(
        ledgerDifferences.page(statusOf(status), page.after().orElse(""), page.limit() + 1).stream()
            .map(LedgerDifferenceView::of)
            .toList(),
        LedgerDifferenceView::payment);
  }

  /** Reconciles now instead of within the next minute. */
  @POST
  @Operation(summary = "Reconcile with the provider's ledger now")
  @APIResponse(responseCode = "202", description = "Accepted")
  @Consumes("application/json")
  @RolesAllowed(Permissions.REPAIR)
  public Response run(Reason reason) {
    comparison.auditRun(reason);
    tasks.reconcileNow();
    return Response.accepted().build();
  }

  /**
   * Records an operator's decision on differences. Corrections are made at once, as long as both
   * sides are unchanged.
   */
  @POST
  @Operation(summary = "Decide about differences: these, or all up to a number")
  @Path("decisions")
  @Refuses({ProblemType.NOT_FOUND, ProblemType.CONFLICTING_STATUS})
  @Consumes("application/json")
  @RolesAllowed(Permissions.REPAIR)
  public Decisions.Decided decide(Decisions word) {
    int differences = transactions.decide(word);
    if (word.decision() == CorrectionDecision.CORRECT) {
      tasks.reconcileNow();
    }
    return new Decisions.Decided(differences);
  }

  private static DifferenceStatus statusOf(String text) {
    if (text == null) {
      return null;
    }
    return Arrays.stream(DifferenceStatus.values())
        .filter(status -> status.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemType.INVALID_PARAMETER,
                    "status is one of " + Arrays.toString(DifferenceStatus.values())));
  }
}
