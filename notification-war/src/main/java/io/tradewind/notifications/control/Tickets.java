package io.tradewind.notifications.control;

import io.tradewind.values.RandomToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;

/**
 * One-time tickets for opening a stream: a browser cannot send a header with a WebSocket, and an
 * access token in a URL ends up in logs. A ticket has 256 random bits and is valid once, for 30
 * seconds, at any replica. Times are the database's, so that replicas' clocks do not matter.
 */
@ApplicationScoped
public class Tickets {

  @Inject Jdbc jdbc;

  /**
   * The owner of a ticket.
   *
   * @param session the hash of the session that requested it, or null
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

  /** The owner, once: of two concurrent requests the database lets one delete it. */
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
