package io.tradewind.messaging;

import io.tradewind.contracts.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Records that no consumer can handle: anything that a faulty producer, or a person with a shell,
 * may put on a topic. The same seed makes the same records.
 */
public final class HostileRecords {

  /** The header that identifies a record, whatever else is wrong with it. */
  public static final String NUMBER = "hostile";

  /** Client and broker accept 1 MiB; the rest is for headers and framing. */
  private static final int LARGEST_BYTES = 1_000_000;

  private static final int SELDOM = 200;

  /** The faults; every record has one of them. */
  private enum FailureKind {
    KEY_WITH_NUL,
    KEY_NOT_UTF8,
    KEY_TOO_LONG_FOR_AN_INDEX,
    KEY_MISSING,
    KEY_EMPTY,
    ID_WITH_NUL,
    ID_NOT_UTF8,
    ID_TOO_LONG_FOR_AN_INDEX,
    ID_MISSING,
    ID_OF_ALL,
    TYPE_WITH_NUL,
    TYPE_UNKNOWN,
    TYPE_MISSING,
    TYPE_LONG,
    TIME_WITH_NUL,
    HEADERS_MANY,
    PAYLOAD_MISSING,
    PAYLOAD_EMPTY,
    PAYLOAD_OF_BYTES,
    PAYLOAD_CUT,
    PAYLOAD_WITH_NUL_FOR_ITS_KEY,
    PAYLOAD_WITH_HALF_A_SURROGATE_FOR_ITS_KEY,
    PAYLOAD_NESTED
  }

  private final Random random;
  private int number;

  private HostileRecords(long seed, int first) {
    random = new Random(seed);
    number = first;
  }

  /**
   * @param first the number of the first record, so that those of several seeds can be told apart
   */
  public static HostileRecords of(long seed, int first) {
    return new HostileRecords(seed, first);
  }

  /**
   * Uses the seed in the property {@code hostile.seed}, or an arbitrary one; prints it either way.
   */
  public static HostileRecords seeded() {
    long seed = Long.getLong("hostile.seed", System.nanoTime());
    System.out.println("Hostile records of -Dhostile.seed=" + seed);
    return of(seed, 0);
  }

  /** The record of a valid message. */
  public static ProducerRecord<byte[], byte[]> good(String topic, Message message) {
    return new Made(topic, message).record();
  }

  /** A record that cannot be handled, in place of the message. */
  public ProducerRecord<byte[], byte[]> insteadOf(String topic, Message message) {
    Made made = new Made(topic, message);
    made.header(NUMBER, bytes(Integer.toString(number++)));
    spoil(made, FailureKind.values()[random.nextInt(FailureKind.values().length)]);
    return made.record();
  }

  private void spoil(Made made, FailureKind fault) {
    switch (fault) {
      case KEY_WITH_NUL -> made.key = bytes(letters(3) + '\0' + letters(3));
      case KEY_NOT_UTF8 -> made.key = notUtf8();
      case KEY_TOO_LONG_FOR_AN_INDEX -> made.key = bytes(letters(3_000 + random.nextInt(9_000)));
      case KEY_MISSING -> made.key = null;
      case KEY_EMPTY -> made.key = new byte[0];
      case ID_WITH_NUL -> made.id = bytes("\0" + letters(5));
      case ID_NOT_UTF8 -> made.id = notUtf8();
      case ID_TOO_LONG_FOR_AN_INDEX -> made.id = bytes(letters(3_000 + random.nextInt(9_000)));
      case ID_MISSING -> made.id = null;
      case ID_OF_ALL -> made.id = bytes("1");
      case TYPE_WITH_NUL -> made.type = bytes("\0" + letters(5));
      case TYPE_UNKNOWN -> made.type = bytes(letters(9) + ".v9");
      case TYPE_MISSING -> made.type = null;
      case TYPE_LONG -> made.type = bytes(letters(20_000));
      case TIME_WITH_NUL -> made.time = bytes("\0");
      case HEADERS_MANY -> manyHeaders(made);
      default -> spoilPayload(made, fault);
    }
  }

  private void spoilPayload(Made made, FailureKind fault) {
    String json = new String(made.payload, StandardCharsets.UTF_8);
    made.payload =
        switch (fault) {
          case PAYLOAD_MISSING -> null;
          case PAYLOAD_EMPTY -> new byte[0];
          case PAYLOAD_OF_BYTES ->
              random(random.nextInt(SELDOM) == 0 ? LARGEST_BYTES : 1 + random.nextInt(2_000));
          case PAYLOAD_CUT -> bytes(json.substring(0, json.length() / 2));
          case PAYLOAD_WITH_NUL_FOR_ITS_KEY -> bytes(json.replace(made.messageKey, "\\u0000"));
          case PAYLOAD_WITH_HALF_A_SURROGATE_FOR_ITS_KEY ->
              bytes(json.replace(made.messageKey, "\\ud800"));
          case PAYLOAD_NESTED -> bytes("[".repeat(100_000));
          default -> throw new IllegalArgumentException("nothing is wrong with " + fault);
        };
  }

  /**
   * A name that occurs several times, a header without a value, and a name that is not only
   * letters.
   */
  private void manyHeaders(Made made) {
    made.type = null;
    for (int n = random.nextInt(100); n >= 0; n--) {
      made.header("twice", random(20));
    }
    made.header("none", null);
    made.header("a\0b\n\"", random(20));
  }

  private byte[] notUtf8() {
    byte[] bytes = random(1 + random.nextInt(40));
    bytes[0] = (byte) 0xff;
    return bytes;
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private String letters(int length) {
    StringBuilder letters = new StringBuilder(length);
    for (int n = 0; n < length; n++) {
      letters.append((char) ('!' + random.nextInt('~' - '!')));
    }
    return letters.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private record Field(String name, byte[] value) {}

  /** A record under construction. */
  private static final class Made {

    private final String topic;
    private final String messageKey;
    private final List<Field> more = new ArrayList<>();
    private byte[] key;
    private byte[] id = bytes(UUID.randomUUID().toString());
    private byte[] type;
    private byte[] time = bytes(Instant.now().toString());
    private byte[] payload;

    Made(String topic, Message message) {
      this.topic = topic;
      messageKey = message.key();
      key = bytes(message.key());
      type = bytes(message.type());
      payload = bytes(MessageJson.write(message));
    }

    void header(String name, byte[] value) {
      more.add(new Field(name, value));
    }

    ProducerRecord<byte[], byte[]> record() {
      ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, payload);
      add(record, "ce_id", id);
      add(record, "ce_type", type);
      add(record, "ce_time", time);
      more.forEach(field -> record.headers().add(field.name(), field.value()));
      return record;
    }

    private static void add(ProducerRecord<byte[], byte[]> record, String name, byte[] value) {
      if (value != null) {
        record.headers().add(name, value);
      }
    }
  }
}
