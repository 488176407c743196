package io.tradewind.http.idempotency;

import io.tradewind.database.ServiceDatabase;
import io.tradewind.values.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Stored answers by request, in the service's own database and inside the caller's transaction. Two
 * statements for any number of requests: one locks and reads, one stores.
 */
@ApplicationScoped
class StoredAnswers {

  private static final String LOCK_AND_FIND =
      """
      select pg_try_advisory_xact_lock(r.lock), k.status, k.location, k.body, k.body_hash
        from unnest(?::bigint[], ?::uuid[], ?::text[], ?::text[])
             with ordinality as r(lock, caller, operation, key, n)
        left join idempotency_key k using (caller, operation, key)
       order by r.n
      """;
  private static final String STORE =
      """
      insert into idempotency_key (caller, operation, key, body_hash, status, location, body)
      select * from unnest(?::uuid[], ?::text[], ?::text[], ?::bytea[], ?::smallint[], ?::text[], ?::bytea[])
      on conflict do nothing
      """;
  private static final String FORGET =
      """
      delete from idempotency_key where ctid = any (array(
        select ctid from idempotency_key
         where created_at < now() - make_interval(secs => ?) limit ?))
      """;

  private final ServiceDatabase database;

  /** Needed by the CDI proxy. */
  StoredAnswers() {
    this(null);
  }

  @Inject
  StoredAnswers(ServiceDatabase database) {
    this.database = database;
  }

  /** A caller's request: the key belongs to the caller and the operation. */
  record Request(UUID caller, String operation, String key, byte[] bodyHash) {

    /** The same lock for the same request on every replica. */
    long lock() {
      String scope = caller + "\n" + operation + "\n" + key;
      return ByteBuffer.wrap(Sha256.of(scope)).getLong();
    }
  }

  /**
   * @param location path and query, without a host: the client may use another host name next time
   * @param body JSON, or null
   */
  record Answer(int status, String location, byte[] body, byte[] bodyHash) {}

  /**
   * @param locked whether this transaction may act
   * @param answer the stored answer, or null
   */
  record Found(boolean locked, Answer answer) {}

  /** The state of each request, in their order; all must be different. */
  List<Found> lockAndFind(List<Request> requests) {
    try (Connection connection = source().getConnection();
        PreparedStatement statement = connection.prepareStatement(LOCK_AND_FIND)) {
      statement.setArray(1, array(connection, "int8", requests, Request::lock));
      setKeys(statement, 2, connection, requests);
      List<Found> found = new ArrayList<>(requests.size());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(new Found(row.getBoolean(1), answer(row)));
        }
      }
      return found;
    } catch (SQLException failure) {
      throw new IllegalStateException("stored answers cannot be read", failure);
    }
  }

  /**
   * @return false when another transaction stored one of them between our read and our lock; then
   *     this transaction must not commit
   */
  boolean store(Map<Request, Answer> answered) {
    List<Request> requests = List.copyOf(answered.keySet());
    List<Answer> answers = requests.stream().map(answered::get).toList();
    try (Connection connection = source().getConnection();
        PreparedStatement statement = connection.prepareStatement(STORE)) {
      setKeys(statement, 1, connection, requests);
      statement.setArray(4, bytes(connection, answers, Answer::bodyHash));
      statement.setArray(5, array(connection, "int2", answers, Answer::status));
      statement.setArray(6, array(connection, "text", answers, Answer::location));
      statement.setArray(7, bytes(connection, answers, Answer::body));
      return statement.executeUpdate() == requests.size();
    } catch (SQLException failure) {
      throw new IllegalStateException("the answers cannot be stored", failure);
    }
  }

  private static void setKeys(
      PreparedStatement statement, int first, Connection connection, List<Request> requests)
      throws SQLException {
    statement.setArray(first, array(connection, "uuid", requests, Request::caller));
    statement.setArray(first + 1, array(connection, "text", requests, Request::operation));
    statement.setArray(first + 2, array(connection, "text", requests, Request::key));
  }

  private static <T> Array array(
      Connection connection, String type, List<T> rows, Function<T, ?> column) throws SQLException {
    return connection.createArrayOf(type, rows.stream().map(column).toArray());
  }

  /**
   * @return how many rows were deleted, at most {@code atMost}
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

  void forget(Collection<UUID> callers) {
    try (Connection connection = source().getConnection();
        PreparedStatement statement =
            connection.prepareStatement("delete from idempotency_key where caller = any (?)")) {
      statement.setArray(1, connection.createArrayOf("uuid", callers.toArray()));
      statement.executeUpdate();
    } catch (SQLException failure) {
      throw new IllegalStateException("a caller's answers cannot be deleted", failure);
    }
  }

  private static Answer answer(ResultSet row) throws SQLException {
    int status = row.getInt(2);
    return row.wasNull()
        ? null
        : new Answer(status, row.getString(3), row.getBytes(4), row.getBytes(5));
  }

  private static Array bytes(
      Connection connection, List<Answer> answers, Function<Answer, byte[]> column)
      throws SQLException {
    return connection.createArrayOf("bytea", answers.stream().map(column).toArray(byte[][]::new));
  }

  private DataSource source() {
    return database.pooled();
  }
}
