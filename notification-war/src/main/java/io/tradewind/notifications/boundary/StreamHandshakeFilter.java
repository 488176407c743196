package io.tradewind.notifications.boundary;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemPage;
import io.tradewind.http.ProblemType;
import io.tradewind.notifications.control.Origins;
import io.tradewind.notifications.control.PendingHandshakes;
import io.tradewind.notifications.control.Tickets.Holder;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Checks the handshake before the socket opens, because a refusal is an HTTP status and an endpoint
 * can only close an open socket. The ticket is redeemed last, after all other checks.
 */
@WebFilter(urlPatterns = "/stream", asyncSupported = true)
public class StreamHandshakeFilter extends HttpFilter {

  @Inject transient Origins origins;
  @Inject transient TicketTransactions tickets;
  @Inject transient PendingHandshakes handshakes;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      admit(request);
    } catch (ProblemException refused) {
      ProblemPage.answer(response, refused);
      return;
    }
    chain.doFilter(request, response);
  }

  private void admit(HttpServletRequest request) {
    if (!origins.allow(request.getHeader("Origin"))) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "this origin may not open a stream; see ALLOWED_ORIGINS");
    }
    String ticket = request.getParameter("ticket");
    if (ticket == null) {
      throw noSuchTicket();
    }
    long after = StreamPosition.of(request.getParameter("after"));
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST, "a stream is a WebSocket; send Upgrade: websocket");
    }
    Holder holder = tickets.redeem(ticket).orElseThrow(StreamHandshakeFilter::noSuchTicket);
    handshakes.admit(ticket, holder, after);
  }

  private static ProblemException noSuchTicket() {
    return new ProblemException(
        ProblemType.UNAUTHENTICATED, "the ticket is unknown, used or older than 30 seconds");
  }
}
