package io.tradewind.values;

import java.util.regex.Pattern;

/** The identifier of a product: 2 to 40 of A-Z, 0-9 and -, not - first. */
public final class Sku {

  public static final String PATTERN = "^[A-Z0-9][A-Z0-9-]{1,39}$";
  public static final String EXAMPLE = "TEA-001";

  private static final Pattern COMPILED = Pattern.compile(PATTERN);

  private Sku() {}

  public static boolean isValid(String text) {
    return text != null && COMPILED.matcher(text).matches();
  }
}
