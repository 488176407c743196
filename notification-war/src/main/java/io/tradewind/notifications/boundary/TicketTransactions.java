package io.tradewind.notifications.boundary;

import io.tradewind.notifications.control.Tickets;
import io.tradewind.notifications.control.Tickets.Holder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Transactions on tickets for callers that are no resource. */
@ApplicationScoped
@Transactional
public class TicketTransactions {

  @Inject Tickets tickets;

  public Optional<Holder> redeem(String ticket) {
    return tickets.redeem(ticket);
  }

  public void forgetExpired() {
    tickets.forgetExpired();
  }
}
