package io.tradewind.http.identity;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Refuses access tokens of ended sessions that have not expired yet. */
@Provider
@Priority(Priorities.AUTHENTICATION)
@ApplicationScoped
public class SessionGuard implements ContainerRequestFilter {

  @Inject Caller caller;
  @Inject EndedSessions ended;

  @Override
  public void filter(ContainerRequestContext request) {
    if (!ended.none()
        && caller.session().map(EndedSessions::markOf).filter(ended::hold).isPresent()) {
      throw new ProblemException(ProblemType.UNAUTHENTICATED, "this sign-in has ended");
    }
  }
}
