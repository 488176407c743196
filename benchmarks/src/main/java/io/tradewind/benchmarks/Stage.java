package io.tradewind.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One stage between placed and confirmed, timed by the order's own history.
 *
 * @param ends the event that ends the stage; the event before began it
 */
record Stage(String ends, double p50Millis, double p99Millis) {

  private static final String LEGS =
      """
      select type,
             percentile_cont(0.50) within group (order by millis),
             percentile_cont(0.99) within group (order by millis)
        from (select type, seq,
                     1000 * extract(epoch from at - lag(at) over (partition by order_id order by seq))
                       as millis
                from order_event
               where at between ? and ?) as leg
       where seq between 2 and 4
       group by type, seq
       order by seq
      """;

  static List<Stage> read(Connection orders, Instant from, Instant to) throws SQLException {
    List<Stage> stages = new ArrayList<>();
    try (PreparedStatement query = orders.prepareStatement(LEGS)) {
      query.setTimestamp(1, Timestamp.from(from));
      query.setTimestamp(2, Timestamp.from(to));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          stages.add(new Stage(rows.getString(1), rows.getDouble(2), rows.getDouble(3)));
        }
      }
    }
    return stages;
  }
}
