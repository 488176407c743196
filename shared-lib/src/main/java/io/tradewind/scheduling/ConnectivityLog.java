package io.tradewind.scheduling;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Logs once when a dependency becomes unavailable and once when it is back. */
public final class ConnectivityLog {

  private final Logger log;
  private boolean away;

  public ConnectivityLog(Logger log) {
    this.log = log;
  }

  public synchronized void away(String message) {
    if (!away) {
      log.log(Level.WARNING, message);
    }
    away = true;
  }

  public synchronized void back(String message) {
    if (away) {
      log.log(Level.INFO, message);
    }
    away = false;
  }
}
