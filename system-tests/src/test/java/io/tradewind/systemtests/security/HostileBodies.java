package io.tradewind.systemtests.security;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Bodies that every route must handle, by what is wrong with them. */
public final class HostileBodies {

  private static final int MORE_THAN_ALLOWED = 300 * 1024;
  private static final int FAR_MORE_THAN_ALLOWED = 3 * 1024 * 1024;
  private static final int TOO_DEEP = 5_000;

  private HostileBodies() {}

  public static Map<String, byte[]> forAnyRoute() {
    Map<String, byte[]> bodies = new LinkedHashMap<>();
    add(bodies, "empty", "");
    add(bodies, "blank", "  \n");
    add(bodies, "null", "null");
    add(bodies, "a number", "1");
    add(bodies, "a string", "\"x\"");
    add(bodies, "an empty array", "[]");
    add(bodies, "an array of objects", "[{}]");
    add(bodies, "truncated", "{\"a\":");
    add(bodies, "two objects", "{}{}");
    add(bodies, "a trailing comma", "{\"a\":1,}");
    add(bodies, "a comment", "{/* x */}");
    add(bodies, "an unknown field", "{\"isAdmin\":true}");
    add(bodies, "a doubled field", "{\"reason\":\"a\",\"reason\":\"b\"}");
    add(bodies, "a byte order mark", "\uFEFF{}");
    add(bodies, "a NUL in a string", "{\"reason\":\"a\\u0000b\"}");
    add(bodies, "half a surrogate pair", "{\"reason\":\"\\ud800\"}");
    add(bodies, "a field that is an object", "{\"reason\":{\"a\":{}}}");
    add(bodies, "not a number", "{\"quantity\":NaN}");
    add(bodies, "deep objects", "{\"a\":".repeat(TOO_DEEP) + "1" + "}".repeat(TOO_DEEP));
    add(bodies, "deep arrays", "[".repeat(TOO_DEEP) + "]".repeat(TOO_DEEP));
    add(bodies, "more than 256 KB", "{\"reason\":\"" + "x".repeat(MORE_THAN_ALLOWED) + "\"}");
    add(bodies, "megabytes", "{\"reason\":\"" + "x".repeat(FAR_MORE_THAN_ALLOWED) + "\"}");
    add(bodies, "a form", "a=1&b=2");
    add(bodies, "XML", "<order/>");
    bodies.put("bad UTF-8", new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'});
    bodies.put("binary", new byte[] {0, 1, 2, (byte) 0xFF, (byte) 0xFE});
    bodies.put("UTF-16", "{\"a\":1}".getBytes(StandardCharsets.UTF_16));
    return bodies;
  }

  /** JSON values that are no valid quantity, price or difference. */
  static java.util.List<String> hostileNumbers() {
    return java.util.List.of(
        "0",
        "-1",
        "1.5",
        "1e2",
        "1e309",
        "-1e309",
        "2147483648",
        "9223372036854775807",
        "9223372036854775808",
        "1" + "0".repeat(400),
        "\"1\"",
        "null",
        "true",
        "[]",
        "{}",
        "[1]");
  }

  private static void add(Map<String, byte[]> bodies, String what, String body) {
    bodies.put(what, body.getBytes(StandardCharsets.UTF_8));
  }
}
