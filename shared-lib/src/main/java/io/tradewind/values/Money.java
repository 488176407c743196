package io.tradewind.values;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An amount in minor units of a currency, such as 1299 EUR cents.
 *
 * @param amount minor units of the currency (ISO 4217 exponent), may be negative in a difference
 * @param currency ISO 4217 alphabetic code, three capital letters
 */
public record Money(long amount, String currency) {

  private static final Pattern CODE = Pattern.compile("[A-Z]{3}");

  public Money {
    Objects.requireNonNull(currency, "currency");
    if (!CODE.matcher(currency).matches()) {
      throw new IllegalArgumentException("currency is three capital letters, such as EUR");
    }
  }

  /**
   * @throws IllegalArgumentException when the currencies differ
   * @throws ArithmeticException when the sum exceeds a long
   */
  public Money plus(Money other) {
    return new Money(Math.addExact(amount, sameCurrency(other).amount), currency);
  }

  /**
   * @throws IllegalArgumentException when the currencies differ
   * @throws ArithmeticException when the difference exceeds a long
   */
  public Money minus(Money other) {
    return new Money(Math.subtractExact(amount, sameCurrency(other).amount), currency);
  }

  /**
   * @throws ArithmeticException when the product exceeds a long
   */
  public Money times(long factor) {
    return new Money(Math.multiplyExact(amount, factor), currency);
  }

  private Money sameCurrency(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException(currency + " and " + other.currency + " do not add up");
    }
    return other;
  }
}
