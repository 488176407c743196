package io.tradewind.systemtests.driver;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * An access token that is renewed in time: it is valid for 600 s at most, and a run takes longer.
 */
public final class RenewedToken implements Supplier<String> {

  private static final Duration RENEWAL = Duration.ofMinutes(6);

  private final Supplier<String> signIn;
  private String token;
  private long signedIn;

  public RenewedToken(Supplier<String> signIn) {
    this.signIn = signIn;
  }

  @Override
  public synchronized String get() {
    if (token == null || System.nanoTime() - signedIn > RENEWAL.toNanos()) {
      signedIn = System.nanoTime();
      token = signIn.get();
    }
    return token;
  }
}
