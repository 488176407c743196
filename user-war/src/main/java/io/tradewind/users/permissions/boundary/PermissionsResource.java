package io.tradewind.users.permissions.boundary;

import io.tradewind.http.Page;
import io.tradewind.http.identity.Permissions;
import io.tradewind.http.identity.Roles;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** All permissions, and the roles that include them. */
@Path("permissions")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class PermissionsResource {

  record PermissionView(String name, String description, List<String> roles) {}

  @GET
  @Operation(summary = "List all permissions and the roles that have them")
  @RolesAllowed(Permissions.READ_ACCOUNTS)
  public Page<PermissionView> list() {
    return new Page<>(
        Permissions.all().stream()
            .map(name -> new PermissionView(name, Permissions.described(name), Roles.madeOf(name)))
            .toList(),
        null);
  }
}
