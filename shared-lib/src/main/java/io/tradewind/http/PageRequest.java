package io.tradewind.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The requested page. The cursor is the position of the last item that the client has, opaque to
 * it; the owner of the list validates the decoded position.
 */
public final class PageRequest {

  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 100;
  private static final int MAX_CURSOR_CHARACTERS = 1024;

  private final String after;
  private final int limit;

  private PageRequest(String after, int limit) {
    this.after = after;
    this.limit = limit;
  }

  /**
   * @param cursor from the last page's {@code next}, or null for the first page
   * @param limit 1 to 100, or null for 20
   * @throws ProblemException 400 when either is invalid
   */
  public static PageRequest of(String cursor, String limit) {
    return new PageRequest(cursor == null ? null : decoded(cursor), limitOf(limit));
  }

  public int limit() {
    return limit;
  }

  /** The position after which the page starts. */
  public Optional<String> after() {
    return Optional.ofNullable(after);
  }

  /**
   * For lists whose positions are numbers.
   *
   * @param start the position before the first item
   * @throws ProblemException 400 when the cursor is not a number
   */
  public long position(long start) {
    try {
      return after().map(Long::parseLong).orElse(start);
    } catch (NumberFormatException notOurs) {
      throw unreadableCursor();
    }
  }

  /**
   * @param upToLimitPlusOne rows after the position; one more than the limit means that another
   *     page follows
   */
  public <T> Page<T> page(List<T> upToLimitPlusOne, Function<? super T, String> positionOf) {
    if (upToLimitPlusOne.size() <= limit) {
      return new Page<>(upToLimitPlusOne, null);
    }
    List<T> items = upToLimitPlusOne.subList(0, limit);
    return new Page<>(items, encoded(positionOf.apply(items.get(limit - 1))));
  }

  /** For cursors that decode to an invalid position. */
  public static ProblemException unreadableCursor() {
    return new ProblemException(
        ProblemType.INVALID_CURSOR, "cursor is not one that this list gave out");
  }

  private static int limitOf(String text) {
    if (text == null) {
      return DEFAULT_LIMIT;
    }
    if (text.matches("[0-9]{1,3}")) {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    }
    throw new ProblemException(
        ProblemType.INVALID_PARAMETER, "limit is a whole number from 1 to " + MAX_LIMIT);
  }

  private static String encoded(String position) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(position.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String cursor) {
    if (cursor.isEmpty() || cursor.length() > MAX_CURSOR_CHARACTERS) {
      throw unreadableCursor();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      String position = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      if (position.indexOf('\0') >= 0) {
        throw unreadableCursor();
      }
      return position;
    } catch (IllegalArgumentException | CharacterCodingException notOurs) {
      throw unreadableCursor();
    }
  }
}
