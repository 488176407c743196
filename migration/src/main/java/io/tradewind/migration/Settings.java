package io.tradewind.migration;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Settings from the environment, with secrets as files in the folders that Liberty reads too: a
 * file is named like the variable and takes precedence.
 */
final class Settings {

  private final Map<String, String> environment;

  Settings(Map<String, String> environment) {
    this.environment = environment;
  }

  Optional<String> find(String name) {
    return inFile(name)
        .or(() -> Optional.ofNullable(environment.get(name)))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  String required(String name, String whatItIs) {
    return find(name)
        .orElseThrow(() -> new MigrationFailure(name + " is not set: it is " + whatItIs + "."));
  }

  String orElse(String name, String otherwise) {
    return find(name).orElse(otherwise);
  }

  /** A name that PostgreSQL accepts without quotes. */
  String identifier(String name, String otherwise) {
    String value = orElse(name, otherwise);
    if (!value.matches("[A-Za-z_][A-Za-z0-9_$-]{0,62}")) {
      throw refusal(name, value, "a name of letters, digits, _, $ and -");
    }
    return value;
  }

  int number(String name, int otherwise, int least, int most) {
    String value = orElse(name, Integer.toString(otherwise));
    if (value.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw refusal(name, value, "a whole number from " + least + " to " + most);
  }

  int port(String name) {
    required(name, "the port of PostgreSQL, such as 5432");
    return number(name, 0, 1, 65535);
  }

  String oneOf(String name, List<String> allowed) {
    String value = orElse(name, allowed.get(0));
    if (!allowed.contains(value)) {
      throw refusal(name, value, String.join(" or ", allowed));
    }
    return value;
  }

  /** {@code host:port[,host:port...]}. */
  String addresses(String name) {
    String value = required(name, "where the brokers are, as host:port,host:port");
    if (!Pattern.matches("[^\\s,:/]+:[0-9]{1,5}(\\s*,\\s*[^\\s,:/]+:[0-9]{1,5})*", value)) {
      throw refusal(name, value, "host:port,host:port");
    }
    return value;
  }

  private static MigrationFailure refusal(String name, String value, String expected) {
    return new MigrationFailure("%s is '%s': use %s.".formatted(name, value, expected));
  }

  private Optional<String> inFile(String name) {
    String folders = environment.getOrDefault("VARIABLE_SOURCE_DIRS", "");
    return Arrays.stream(folders.split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(file -> content(file));
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new MigrationFailure(file + " cannot be read: give this user read permission.", e);
    }
  }
}
