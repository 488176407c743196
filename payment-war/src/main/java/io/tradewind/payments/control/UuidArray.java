package io.tradewind.payments.control;

import java.util.Collection;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Ids as one parameter of {@code = any (cast (? as uuid[]))}: the statement stays the same however
 * many there are, so that it is prepared once.
 */
final class UuidArray {

  private UuidArray() {}

  static String of(Collection<UUID> ids) {
    return ids.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
  }
}
