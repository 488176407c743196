package io.tradewind.users.permissions.boundary;

import io.tradewind.http.ETags;
import io.tradewind.users.permissions.entity.PermissionGroup;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A group as administrators see it. */
record PermissionGroupView(
    @Schema(examples = "packers") String name,
    @Schema(examples = "[\"orders.fulfil\", \"orders.of-everybody\"]") List<String> permissions,
    long version) {

  static PermissionGroupView of(PermissionGroup group) {
    return new PermissionGroupView(group.name(), List.copyOf(group.permissions()), group.version());
  }

  /** With the ETag that a change must send. */
  static Response answer(Response.ResponseBuilder response, PermissionGroup group) {
    return response.header(HttpHeaders.ETAG, ETags.of(group.version())).entity(of(group)).build();
  }
}
