package io.tradewind.users.addresses.boundary;

import io.tradewind.http.ETags;
import io.tradewind.users.addresses.entity.PostalAddress;
import io.tradewind.users.addresses.entity.PostalAddress.Place;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An address as its owner sees it. */
public record PostalAddressView(
    UUID id,
    String recipient,
    String line1,
    @Schema(nullable = true) String line2,
    @Schema(nullable = true) String postalCode,
    String city,
    @Schema(nullable = true) String region,
    String country,
    boolean preferred,
    long version) {

  static PostalAddressView of(PostalAddress address) {
    Place place = address.place();
    return new PostalAddressView(
        address.id(),
        place.recipient(),
        place.line1(),
        place.line2(),
        place.postalCode(),
        place.city(),
        place.region(),
        place.country(),
        address.preferred(),
        address.version());
  }

  public static List<PostalAddressView> all(List<PostalAddress> addresses) {
    return addresses.stream().map(PostalAddressView::of).toList();
  }

  /** With the ETag that a change must send. */
  static Response answer(ResponseBuilder answer, PostalAddress address) {
    return answer.entity(of(address)).header(HttpHeaders.ETAG, ETags.of(address.version())).build();
  }

  @Override
  public String toString() {
    return "PostalAddressView[" + id + "]";
  }
}
