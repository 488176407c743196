package io.tradewind.users.addresses.boundary;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.users.addresses.entity.PostalAddress;
import io.tradewind.users.addresses.entity.PostalAddress.Place;
import io.tradewind.values.SingleLine;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A complete address in a request: omitted fields are empty.
 *
 * @param country ISO 3166-1 alpha-2, such as {@code DE}
 * @param preferred whether it becomes the preferred one; null does not
 */
public record AddressDetails(
    @NotBlank @Size(max = 200) @Pattern(regexp = SingleLine.PATTERN, message = CONTROL)
        String recipient,
    @NotBlank @Size(max = 200) @Pattern(regexp = SingleLine.PATTERN, message = CONTROL)
        String line1,
    @Size(max = 200) @Pattern(regexp = SingleLine.PATTERN, message = CONTROL) String line2,
    @Size(max = 20) @Pattern(regexp = SingleLine.PATTERN, message = CONTROL) String postalCode,
    @NotBlank @Size(max = 100) @Pattern(regexp = SingleLine.PATTERN, message = CONTROL) String city,
    @Size(max = 100) @Pattern(regexp = SingleLine.PATTERN, message = CONTROL) String region,
    @Schema(examples = "DE") @NotNull @Size(min = 2, max = 2) String country,
    Boolean preferred) {

  private static final String CONTROL = "holds control characters";

  /**
   * @throws ProblemException 400 for an unknown country
   */
  Place place() {
    if (!PostalAddress.isCountry(country)) {
      throw new ProblemException(
              ProblemType.INVALID_REQUEST, "country is a code of ISO 3166-1 such as DE")
          .with("field", "country");
    }
    return new Place(recipient, line1, line2, postalCode, city, region, country);
  }

  boolean takesPreference() {
    return Boolean.TRUE.equals(preferred);
  }

  @Override
  public String toString() {
    return "AddressDetails[]";
  }
}
