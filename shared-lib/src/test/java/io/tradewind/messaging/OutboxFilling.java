package io.tradewind.messaging;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Fills an outbox by SQL: messages sent evenly over the seven days that are kept, and a few that
 * wait or were refused by the broker a minute ago, so that each of those may be tried again.
 */
final class OutboxFilling {

  /** Messages that wait, the refused ones among them. */
  static final int UNSENT = 50;

  private static final int DAYS = 7;

  private final OutboxDatabase database;

  OutboxFilling(OutboxDatabase database) {
    this.database = database;
  }

  /** Inserts messages of about 600 bytes each; keys and topics are spread like those of orders. */
  void sent(long messages, String topic) {
    database.execute("truncate outbox");
    Instant end = Instant.now();
    Instant start = end.minus(Duration.ofDays(DAYS));
    for (LocalDate day = dayOf(start); !day.isAfter(dayOf(end)); day = day.plusDays(1)) {
      long first = firstOf(day, start, messages);
      long next = firstOf(day.plusDays(1), start, messages);
      day(day, start, messages, first, next - 1, topic);
    }
    unsent(topic);
    database.execute("vacuum analyze outbox");
  }

  private static LocalDate dayOf(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  /** The number of the first message that is not written before this day. */
  private static long firstOf(LocalDate day, Instant start, long messages) {
    double passed =
        Duration.between(start, day.atStartOfDay(ZoneOffset.UTC).toInstant()).toMillis();
    long number = (long) Math.ceil(passed * messages / Duration.ofDays(DAYS).toMillis());
    return Math.min(Math.max(0, number), messages);
  }

  /**
   * Creates a partition like those that the database makes; the one of tomorrow exists already.
   * Filling it without indexes is several times as fast; attaching it creates them.
   */
  private void day(
      LocalDate day, Instant start, long messages, long first, long last, String topic) {
    String part = "outbox_" + named(day);
    database.execute(
"""
drop table if exists %1$s;
do $$
begin
  execute format('create table %1$s (like outbox including defaults including constraints including storage) with (%%s)',
    (select array_to_string(reloptions, ', ') from pg_class where relname = 'outbox_%10$s'));
end
$$;
insert into %1$s (message_id, created_on, position, shard, topic, key, type, time, payload, sent_at)
select uuidv7(at - now()), '%2$s', nextval('outbox_position_seq'), n / 5 %% 8, '%3$s',
       'key-' || n / 5, 'Test.v1', at, repeat('x', 400), at + interval '50 ms'
  from (select n, timestamptz '%4$s' + n * interval '%5$d days' / %6$d as at
          from generate_series(%7$d, %8$d) n) message;
alter table outbox attach partition %1$s for values from ('%2$s') to ('%9$s')"""
            .formatted(
                part,
                day,
                topic,
                start,
                DAYS,
                messages,
                first,
                last,
                day.plusDays(1),
                named(dayOf(Instant.now()).plusDays(1))));
  }

  private static String named(LocalDate day) {
    return day.format(DateTimeFormatter.BASIC_ISO_DATE);
  }

  private void unsent(String topic) {
    database.execute(
        """
        insert into outbox (message_id, shard, topic, key, type, time, payload, held_at, failure)
        select uuidv7(), n %% 8, '%s', 'key-' || n, 'Test.v1', now(), 'x',
               case when n <= 5 then now() - interval '1 minute' end,
               case when n <= 5 then 'refused' end
          from generate_series(1, %d) n"""
            .formatted(topic, UNSENT));
  }
}
