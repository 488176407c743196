package io.tradewind.settings;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The allowed values of a setting, in the words of its documentation:
 *
 * <ul>
 *   <li>{@code 1..1000 calls}: a whole number in that range, with its unit
 *   <li>{@code PT1S..PT1H}: a duration in that range
 *   <li>{@code URL}, {@code URLs}, {@code host}, {@code host:port}, {@code file}: an absolute http
 *       address, several with commas, a name without a path, several with their ports, a readable
 *       file
 *   <li>{@code secret of 16 characters}: no default, at least that long; {@code optional secret}:
 *       may be absent
 *   <li>{@code json or simple}: one of these words
 *   <li>{@code text}: anything
 * </ul>
 */
record SettingRule(String words) {

  private static final Pattern NUMBERS = Pattern.compile("(-?\\d+)\\.\\.(\\d+)\\b.*");
  private static final Pattern DURATIONS = Pattern.compile("(PT?[\\dA-Z.]+?)\\.\\.(PT?[\\dA-Z.]+)");
  private static final Pattern SECRET = Pattern.compile("secret of (\\d+) characters?");
  private static final String HOST = "[^\\s,:/]+";
  private static final String HOST_AND_PORT = HOST + ":\\d{1,5}";

  /** Why the value is invalid, as the end of a sentence that starts with the setting's name. */
  Optional<String> objectionTo(Optional<String> value) {
    Matcher secret = SECRET.matcher(words);
    if (secret.matches()) {
      // a secret is never quoted
      return value.orElse("").strip().length() < Integer.parseInt(secret.group(1))
          ? Optional.of((value.isEmpty() ? "is not set" : "is too short") + ": it is a " + words)
          : Optional.empty();
    }
    return value
        .filter(given -> !allows(given.strip()))
        .map(given -> "is '" + given + "': use " + words);
  }

  private boolean allows(String value) {
    Matcher numbers = NUMBERS.matcher(words);
    if (numbers.matches()) {
      return isBetween(value, Long.parseLong(numbers.group(1)), Long.parseLong(numbers.group(2)));
    }
    Matcher durations = DURATIONS.matcher(words);
    if (durations.matches()) {
      return isBetween(
          value, Duration.parse(durations.group(1)), Duration.parse(durations.group(2)));
    }
    return switch (words) {
      case "text", "optional secret" -> true;
      case "URL" -> isUrl(value);
      case "URLs" -> Arrays.stream(value.split(",")).allMatch(url -> isUrl(url.strip()));
      case "host" -> value.matches(HOST + "|\\[[0-9a-fA-F:]+]|\\*");
      case "host:port" -> value.matches(HOST_AND_PORT + "(\\s*,\\s*" + HOST_AND_PORT + ")*");
      case "file" -> Files.isReadable(Path.of(value));
      default -> Arrays.asList(choices()).contains(value);
    };
  }

  private String[] choices() {
    if (!words.contains(" or ")) {
      throw new IllegalStateException("'" + words + "' says of no setting what it may be");
    }
    return words.split(" or ");
  }

  private static boolean isBetween(String value, long least, long most) {
    return value.matches("-?\\d{1,18}")
        && Long.parseLong(value) >= least
        && Long.parseLong(value) <= most;
  }

  private static boolean isBetween(String value, Duration least, Duration most) {
    try {
      Duration given = Duration.parse(value);
      return given.compareTo(least) >= 0 && given.compareTo(most) <= 0;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static boolean isUrl(String value) {
    try {
      URI uri = URI.create(value);
      return uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
