package io.tradewind.notifications.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * A browser cannot send a header with a WebSocket, and an access token in an address ends up in
 * logs. So an address carries a ticket: 256 random bits, good once and for 30 seconds, at any
 * replica. Time is the database's, so that replicas need not agree on it.
 */
@ApplicationScoped
public class Tickets {

  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  @Inject Jdbc jdbc;

  /**
   * Whose ticket it was.
   *
   * @param session the mark of the sign-in that it was asked for with, or null
   */
  public record Holder(UUID userId, String session) {}

  public String issue(Holder holder) {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    String ticket = BASE64.encodeToString(bytes);
    jdbc.update(
        "insert into ticket (ticket_hash, user_id, session_mark, expires_at)"
            + " VALUES (?, ?, ?, now() + interval '30 seconds')",
        (connection, statement) -> {
          statement.setString(1, hashOf(ticket));
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
            (connection, statement) -> statement.setString(1, hashOf(ticket)),
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

  private static String hashOf(String ticket) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return BASE64.encodeToString(sha256.digest(ticket.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
