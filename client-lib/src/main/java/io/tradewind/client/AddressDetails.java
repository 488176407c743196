package io.tradewind.client;

/**
 * An address as its owner writes it, whole; line2, postalCode and region may be null.
 *
 * @param country ISO 3166-1 alpha-2, such as {@code DE}
 * @param preferred whether it takes the place of the preferred one; null does not
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

  /** Without what it holds, so that no log does either. */
  @Override
  public String toString() {
    return "AddressDetails[]";
  }
}
