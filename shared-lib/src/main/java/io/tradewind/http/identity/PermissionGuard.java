package io.tradewind.http.identity;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;

/**
 * Makes {@code @RolesAllowed} check permissions instead of roles. Roles are mapped to permissions
 * here and not in the token, so tokens stay small and another issuer needs to know only the roles.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
@ApplicationScoped
public class PermissionGuard implements ContainerRequestFilter {

  @Inject Caller caller;

  @Override
  public void filter(ContainerRequestContext request) {
    request.setSecurityContext(new Granted(request.getSecurityContext(), caller));
  }

  private record Granted(SecurityContext container, Caller caller) implements SecurityContext {

    @Override
    public boolean isUserInRole(String permission) {
      return getUserPrincipal() != null && caller.may(permission);
    }

    @Override
    public Principal getUserPrincipal() {
      return container.getUserPrincipal();
    }

    @Override
    public boolean isSecure() {
      return container.isSecure();
    }

    @Override
    public String getAuthenticationScheme() {
      return container.getAuthenticationScheme();
    }
  }
}
