package io.tradewind.notifications.control;

import io.tradewind.values.RandomToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;

/**
 * A browser cannot send a header with a WebSocket, and an access token in an address ends up in
 * logs. So an address carries a ticket: 256 random bits, good once and for 30 seconds, at any
 * replica. Time is the database's, so that replicas need not agree on it.
 */
@ApplicationScoped
public class Tickets {

  @Inject Jdbc jdbc;

  /**
   * Whose ticket it was.
   *
   * @param session the mark of the sign-in that it was asked for with, or null
   */
  public record Holder(UUID userId, String session) {}

  public String issue(Holder holder) {
    String ticket = RandomToken.next();
    jdbc.update(
        "insert into ticket (ticket_hash, user_id, session_mark, expires_at)"
            + " values (?, ?, ?, now() + interval '30 seconds')",
        (connection, statement) -> {
          statement.setString(1, RandomToken.hashOf(ticket));
          statement.setObject(2, holder.userId());
          statement.setString(3, holder.session());
        });
    return ticket;
  }

  /** Whose it is, once; of two who show it at the same moment, the database lets one delete it. */
  public Optional<Holder> redeem(String ticket) {
    return jdbc
        .query(
            "delete from ticket where ticket_hash = ? returning user_id, session_mark, expires_at > now()",
            (connection, statement) -> statement.setString(1, RandomToken.hashOf(ticket)),
            row ->
                row.getBoolean(3)
                    ? Optional.of(new Holder(row.getObject(1, UUID.class), row.getString(2)))
                    : Optional.<Holder>empty())
        .stream()
        .flatMap(Optional::stream)
        .findFirst();
  }

  public void forgetExpired() {
    jdbc.update("delete from ticket where expires_at < now()", (connection, statement) -> {});
  }
}
