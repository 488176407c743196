package io.tradewind.settings;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Refuses to start the application when a setting is missing or invalid, before any bean uses it.
 * The allowed values of a setting {@code NAME} are in the property {@code NAME.is}, in the same
 * file or fragment as its default; the settings page is generated from it.
 */
public class SettingsCheck implements Extension {

  private static final Logger LOG = System.getLogger(SettingsCheck.class.getName());
  private static final String RULE = ".is";

  void start(@Observes BeforeBeanDiscovery first) {
    Config config = ConfigProvider.getConfig();
    List<String> objections = objections(config);
    if (!objections.isEmpty()) {
      String service = config.getOptionalValue("tradewind.service", String.class).orElse("it");
      String refusal = service + " is not started: " + String.join("; ", objections);
      LOG.log(Level.ERROR, refusal);
      throw new IllegalStateException(refusal);
    }
  }

  static List<String> objections(Config config) {
    List<String> objections = new ArrayList<>();
    StreamSupport.stream(config.getPropertyNames().spliterator(), false)
        .filter(name -> name.endsWith(RULE))
        .distinct()
        .sorted()
        .forEach(
            name -> {
              String setting = name.substring(0, name.length() - RULE.length());
              new SettingRule(config.getValue(name, String.class))
                  .objectionTo(value(config, setting))
                  .ifPresent(objection -> objections.add(variable(setting) + " " + objection));
            });
    return objections;
  }

  /** A default that refers to another setting is absent while that one is. */
  private static Optional<String> value(Config config, String setting) {
    try {
      return config.getOptionalValue(setting, String.class).filter(value -> !value.isBlank());
    } catch (NoSuchElementException unresolved) {
      return Optional.empty();
    }
  }

  private static String variable(String setting) {
    return setting.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
