package io.tradewind.client;

import java.util.UUID;

/**
 * An address of a person.
 *
 * @param country ISO 3166-1 alpha-2
 * @param preferred one of a person's addresses is
 * @param version serves as ETag
 */
public record PostalAddress(
    UUID id,
    String recipient,
    String line1,
    String line2,
    String postalCode,
    String city,
    String region,
    String country,
    boolean preferred,
    long version) {

  /** Hides personal data from logs. */
  @Override
  public String toString() {
    return "PostalAddress[" + id + "]";
  }
}
