package io.tradewind.messaging;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Makes an outbox by SQL: messages sent evenly over the seven days that are kept, and a few that
 * wait or were refused by the broker.
 */
final class OutboxFilling {

  private static final int DAYS = 7;

  private final OutboxDatabase database;

  OutboxFilling(OutboxDatabase database) {
    this.database = database;
    for (int ago = 1; ago <= DAYS; ago++) {
      LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(ago);
      database.execute(
          "create table if not exists outbox_%s partition of outbox for values from ('%s') to ('%s')"
              .formatted(day.format(DateTimeFormatter.BASIC_ISO_DATE), day, day.plusDays(1)));
    }
  }

  /** Of about 600 bytes each; their keys and topics are spread as those of orders are. */
  void sent(long messages, String topic) {
    database.execute("truncate outbox");
    database.execute(
        """
        insert into outbox (message_id, created_on, shard, topic, key, type, time, payload, sent_at)
        select uuidv7(at - now()), (at at time zone 'utc')::date, n / 5 %% 8, '%1$s',
               'key-' || n / 5, 'Test.v1', at, repeat('x', 400), at + interval '50 ms'
          from (select n, now() - interval '%2$d days' + n * interval '%2$d days' / %3$d as at
                  from generate_series(0, %3$d - 1) n) message"""
            .formatted(topic, DAYS, messages));
    unsent(topic);
    database.execute("vacuum analyze outbox");
  }

  private void unsent(String topic) {
    database.execute(
        """
        insert into outbox (message_id, shard, topic, key, type, time, payload, held_at, failure)
        select uuidv7(), n %% 8, '%s', 'key-' || n, 'Test.v1', now(), 'x',
               case when n <= 5 then now() end, case when n <= 5 then 'refused' end
          from generate_series(1, 50) n"""
            .formatted(topic));
  }
}
