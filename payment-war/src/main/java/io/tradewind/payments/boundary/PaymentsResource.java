package io.tradewind.payments.boundary;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.identity.Caller;
import io.tradewind.http.identity.Permissions;
import io.tradewind.payments.control.Payments;
import io.tradewind.payments.entity.Payment;
import io.tradewind.values.Ids;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The state of an order's payment; another customer's order is answered as missing. */
@Path("{orderId}")
@Produces("application/json")
@RequestScoped
@DenyAll
public class PaymentsResource {

  @Inject Payments payments;
  @Inject Caller caller;

  @GET
  @Operation(summary = "Read the payment of an order")
  @RolesAllowed(Permissions.READ_ORDERS)
  @Transactional
  public PaymentView payment(@PathParam("orderId") String orderId) {
    return Ids.parse(orderId)
        .flatMap(payments::find)
        .filter(this::mayBeSeen)
        .map(payment -> PaymentView.of(payment, payments.ledger(payment.orderId())))
        .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "there is no such payment"));
  }

  private boolean mayBeSeen(Payment payment) {
    return caller.may(Permissions.ORDERS_OF_EVERYBODY)
        || (payment.userId() != null && caller.owns(payment.userId()));
  }
}
