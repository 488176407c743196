package io.tradewind.users.addresses.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * A person's postal address. Exactly one of them is preferred. A postal code and a region are
 * optional, because some countries have none.
 */
@Entity
@Table(name = "postal_address")
public class PostalAddress {

  /** The limit per person. */
  public static final int MOST = 10;

  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  @Id private UUID id;

  @Column(name = "account_id")
  private UUID accountId;

  private String recipient;
  private String line1;
  private String line2;

  @Column(name = "postal_code")
  private String postalCode;

  private String city;
  private String region;
  private String country;
  private boolean preferred;

  @Version private long version;

  protected PostalAddress() {}

  public PostalAddress(UUID id, UUID accountId, Place place) {
    this.id = id;
    this.accountId = accountId;
    moveTo(place);
  }

  /**
   * The address label.
   *
   * @param country ISO 3166-1 alpha-2
   */
  public record Place(
      String recipient,
      String line1,
      String line2,
      String postalCode,
      String city,
      String region,
      String country) {

    public Place {
      if (!isCountry(country)) {
        throw new IllegalArgumentException("not a country of ISO 3166-1");
      }
    }

    @Override
    public String toString() {
      return "Place[]";
    }
  }

  public static boolean isCountry(String code) {
    return COUNTRIES.contains(code);
  }

  public final void moveTo(Place place) {
    recipient = place.recipient();
    line1 = place.line1();
    line2 = place.line2();
    postalCode = place.postalCode();
    city = place.city();
    region = place.region();
    country = place.country();
  }

  public void prefer(boolean nowPreferred) {
    preferred = nowPreferred;
  }

  public UUID id() {
    return id;
  }

  public UUID accountId() {
    return accountId;
  }

  public Place place() {
    return new Place(recipient, line1, line2, postalCode, city, region, country);
  }

  public boolean preferred() {
    return preferred;
  }

  public long version() {
    return version;
  }
}
