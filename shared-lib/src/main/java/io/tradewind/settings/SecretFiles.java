package io.tradewind.settings;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Settings as files in the folders of {@code VARIABLE_SOURCE_DIRS}, each named like its environment
 * variable. The container reads these files for its own configuration, but offers them to
 * applications only under the literal file name: {@code TOKEN_KEY_SECRET} would not be found as
 * {@code token.key.secret}.
 */
public final class SecretFiles implements ConfigSource {

  /** Above the environment and below the container's own configuration, as in the container. */
  private static final int ORDINAL = 450;

  private final List<Path> folders;

  /** For the service loader. */
  public SecretFiles() {
    this(System.getenv().getOrDefault("VARIABLE_SOURCE_DIRS", ""));
  }

  SecretFiles(String folders) {
    this.folders =
        Arrays.stream(folders.split(File.pathSeparator))
            .filter(folder -> !folder.isBlank())
            .map(Path::of)
            .toList();
  }

  @Override
  public String getValue(String property) {
    String file = property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    return folders.stream()
        .map(folder -> folder.resolve(file))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(SecretFiles::content)
        .orElse(null);
  }

  private static String content(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(
          file + " cannot be read: give this user read permission", unreadable);
    }
  }

  /** None: the container lists the files already. */
  @Override
  public Set<String> getPropertyNames() {
    return Set.of();
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }

  @Override
  public String getName() {
    return "secret files in " + folders;
  }
}
