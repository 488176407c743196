package io.tradewind.systemtests.driver;

import org.microshed.testing.ApplicationEnvironment;

/** Tells MicroShed the address of the system that {@link WholeSystemExtension} has started. */
public final class TradewindEnvironment implements ApplicationEnvironment {

  private static final int BEFORE_ALL_OTHERS = 100;

  private static volatile String url;

  public static void answersAt(String address) {
    url = address;
  }

  @Override
  public boolean isAvailable() {
    return url != null;
  }

  @Override
  public int getPriority() {
    return BEFORE_ALL_OTHERS;
  }

  @Override
  public void start() {
    // already running
  }

  @Override
  public String getApplicationURL() {
    return url;
  }
}
