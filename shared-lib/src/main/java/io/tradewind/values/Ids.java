package io.tradewind.values;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Identifiers are UUIDv7 (RFC 9562): they grow with time, so that an index grows at its right end
 * and writes a third of the WAL that random keys would.
 */
public final class Ids {

  private static final long VERSION_BITS = 0xF000L;
  private static final long VERSION_7 = 0x7000L;
  private static final long VERSION_8 = 0x8000L;
  private static final long VARIANT = 0x8000000000000000L;

  private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

  private Ids() {}

  /** A new identifier, greater than all that this process created before. */
  public static UUID next() {
    return GENERATOR.generate();
  }

  /** Not an identifier, but a bound: at most those of this millisecond, above all earlier ones. */
  public static UUID firstAt(Instant instant) {
    return new UUID(instant.toEpochMilli() << 16 | VERSION_7, VARIANT);
  }

  /**
   * An identifier derived from another: the same each time. It is a UUIDv8 (RFC 9562) with the same
   * beginning, so that an index grows at its right end with both.
   *
   * @param name distinguishes identifiers derived from the same one
   */
  public static UUID derived(UUID from, String name) {
    UUID hash = UUID.nameUUIDFromBytes((from + "\n" + name).getBytes(StandardCharsets.UTF_8));
    long beginning = from.getMostSignificantBits() & ~VERSION_BITS | VERSION_8;
    return new UUID(beginning, hash.getLeastSignificantBits());
  }

  /** The identifier in a request, or empty when it is not in canonical form. */
  public static Optional<UUID> parse(String text) {
    if (text == null || text.length() != 36) {
      return Optional.empty();
    }
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }

  /**
   * Ids as the single parameter of {@code = any (cast (? as uuid[]))}: the statement is the same
   * for any number of ids, so it is prepared once.
   */
  public static String array(Collection<UUID> ids) {
    return ids.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
  }
}
