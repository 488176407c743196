package io.tradewind.http.operations;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.tradewind.database.ServiceDatabase;
import io.tradewind.http.StrictJson;
import io.tradewind.http.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The audit trail of operators' actions, in the service's own database. A row commits with the
 * change that it records, and the service's role may only insert rows.
 */
@ApplicationScoped
public class Audit {

  @Inject ServiceDatabase database;
  @Inject Caller caller;

  /**
   * Call it inside the transaction of the change, which the current caller makes.
   *
   * @param action an imperative, such as {@code discard}
   * @param subject what is changed, such as {@code parked/<id>}
   * @param detail what the change removes or adds, as JSON; or null
   */
  public void record(String action, String subject, Reason reason, Object detail) {
    String sql =
        """
        insert into operator_action (who, action, subject, reason, detail, trace_id)
        values (?, ?, ?, ?, ?, ?)""";
    try (Connection connection = database.pooled().getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setObject(1, caller.id());
      insert.setString(2, action);
      insert.setString(3, subject);
      insert.setString(4, reason.reason());
      insert.setString(5, detail == null ? null : json(detail));
      insert.setString(6, traceId());
      insert.executeUpdate();
    } catch (SQLException failure) {
      throw new IllegalStateException("what an operator does cannot be recorded", failure);
    }
  }

  /**
   * The newest first.
   *
   * @param subject only actions on this, or null for all
   * @param before the position of the last one seen, {@link Long#MAX_VALUE} for the start
   */
  public List<OperatorAction> page(String subject, long before, int limit) {
    String sql =
        """
        select position, at, who, action, subject, reason, detail, trace_id from operator_action
         where position < ? and (?::text is null or subject = ?)
         order by position desc limit ?""";
    try (Connection connection = database.pooled().getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, before);
      select.setString(2, subject);
      select.setString(3, subject);
      select.setInt(4, limit);
      List<OperatorAction> actions = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          actions.add(action(row));
        }
      }
      return actions;
    } catch (SQLException failure) {
      throw new IllegalStateException("what operators did cannot be read", failure);
    }
  }

  /** Whether the hash chain is intact. */
  public AuditVerdict verify() {
    String sql =
        """
        select count(*), min(position) filter (where broken) from (
          select position, hash is distinct from operator_action_hash(a)
              or previous is distinct from lag(hash, 1, sha256('')) over (order by position)
              or position <> row_number() over (order by position) as broken
            from operator_action a) checked""";
    try (Connection connection = database.pooled().getConnection();
        PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      row.next();
      long broken = row.getLong(2);
      boolean intact = row.wasNull();
      return new AuditVerdict(intact, row.getLong(1), intact ? null : broken);
    } catch (SQLException failure) {
      throw new IllegalStateException("what operators did cannot be verified", failure);
    }
  }

  private static OperatorAction action(ResultSet row) throws SQLException {
    return new OperatorAction(
        row.getLong(1),
        row.getTimestamp(2).toInstant(),
        row.getObject(3, UUID.class),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8));
  }

  private static String json(Object detail) {
    return new String(StrictJson.write(detail), StandardCharsets.UTF_8);
  }

  private static String traceId() {
    SpanContext span = Span.current().getSpanContext();
    return span.isValid() ? span.getTraceId() : null;
  }
}
