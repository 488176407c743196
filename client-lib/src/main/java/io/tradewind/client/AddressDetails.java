package io.tradewind.client;

/**
 * A complete address in a request; line2, postalCode and region may be null.
 *
 * @param country ISO 3166-1 alpha-2, such as {@code DE}
 * @param preferred whether it becomes the preferred one; null means no
 */
public record AddressDetails(
    String recipient,
    String line1,
    String line2,
    String postalCode,
    String city,
    String region,
    String country,
    Boolean preferred) {

  /** Hides its content from logs. */
  @Override
  public String toString() {
    return "AddressDetails[]";
  }
}
