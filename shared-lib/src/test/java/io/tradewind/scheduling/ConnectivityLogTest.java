package io.tradewind.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class ConnectivityLogTest {

  private final List<String> lines = new ArrayList<>();

  @Test
  void onlyChangesAreLogged() {
    ConnectivityLog log = new ConnectivityLog(new Lines());
    log.back("there");
    log.away("gone");
    log.away("still gone");
    log.back("there again");
    log.back("still there");
    assertThat(lines).containsExactly("WARNING gone", "INFO there again");
  }

  private final class Lines implements System.Logger {

    @Override
    public String getName() {
      return "test";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
      lines.add(level + " " + message);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
      lines.add(level + " " + format);
    }
  }
}
