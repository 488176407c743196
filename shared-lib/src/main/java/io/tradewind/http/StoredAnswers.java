package io.tradewind.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Answers by request, in the service's own database and inside the caller's transaction. Two
 * statements a request: one takes the lock and looks, one stores.
 */
@ApplicationScoped
class StoredAnswers {

  private static final String LOCK_AND_FIND =
      """
      SELECT pg_try_advisory_xact_lock(?), k.status, k.location, k.body, k.body_hash
        FROM (VALUES (1)) AS one
        LEFT JOIN idempotency_key k ON k.caller = ? AND k.operation = ? AND k.key = ?
      """;
  private static final String STORE =
      """
      INSERT INTO idempotency_key (caller, operation, key, body_hash, status, location, body)
      VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """;
  private static final String FORGET =
      """
      DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM idempotency_key
         WHERE created_at < now() - make_interval(secs => ?) LIMIT ?))
      """;

  private final OwnDatabase database;

  /** For the proxy alone. */
  StoredAnswers() {
    this(null);
  }

  @Inject
  StoredAnswers(OwnDatabase database) {
    this.database = database;
  }

  /** What one caller asked for once: the key belongs to the caller and the operation. */
  record Request(UUID caller, String operation, String key, byte[] bodyHash) {

    /** Same request, same lock, whichever replica it comes to. */
    long lock() {
      String scope = caller + "\n" + operation + "\n" + key;
      return ByteBuffer.wrap(Sha256.of(scope)).getLong();
    }
  }

  /**
   * @param location path and query, without a host: the client may come by another name next time
   * @param body JSON, or null
   */
  record Answer(int status, String location, byte[] body, byte[] bodyHash) {}

  /**
   * @param locked whether this transaction is the one that may act
   * @param answer what was answered before, or null
   */
  record Found(boolean locked, Answer answer) {}

  Found lockAndFind(Request request) {
    try (Connection connection = source().getConnection();
        PreparedStatement statement = connection.prepareStatement(LOCK_AND_FIND)) {
      statement.setLong(1, request.lock());
      statement.setObject(2, request.caller());
      statement.setString(3, request.operation());
      statement.setString(4, request.key());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Found(row.getBoolean(1), answer(row));
      }
    } catch (SQLException failure) {
      throw new IllegalStateException("stored answers cannot be read", failure);
    }
  }

  /**
   * @return false when another transaction stored one between our look and our lock
   */
  boolean store(Request request, Answer answer) {
    try (Connection connection = source().getConnection();
        PreparedStatement statement = connection.prepareStatement(STORE)) {
      statement.setObject(1, request.caller());
      statement.setString(2, request.operation());
      statement.setString(3, request.key());
      statement.setBytes(4, request.bodyHash());
      statement.setInt(5, answer.status());
      statement.setString(6, answer.location());
      if (answer.body() == null) {
        statement.setNull(7, Types.BINARY);
      } else {
        statement.setBytes(7, answer.body());
      }
      return statement.executeUpdate() == 1;
    } catch (SQLException failure) {
      throw new IllegalStateException("the answer cannot be stored", failure);
    }
  }

  /**
   * @return how many rows went, at most {@code atMost}
   */
  int forget(Duration olderThan, int atMost) {
    try (Connection connection = source().getConnection();
        PreparedStatement statement = connection.prepareStatement(FORGET)) {
      statement.setDouble(1, olderThan.toSeconds());
      statement.setInt(2, atMost);
      return statement.executeUpdate();
    } catch (SQLException failure) {
      throw new IllegalStateException("old answers cannot be deleted", failure);
    }
  }

  private static Answer answer(ResultSet row) throws SQLException {
    int status = row.getInt(2);
    return row.wasNull()
        ? null
        : new Answer(status, row.getString(3), row.getBytes(4), row.getBytes(5));
  }

  private DataSource source() {
    return database.source();
  }
}
