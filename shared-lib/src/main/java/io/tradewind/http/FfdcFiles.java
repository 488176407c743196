package io.tradewind.http;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The server's incident reports (FFDC). A report on a token with an invalid signature quotes the
 * token, and Liberty has no setting against that: one character appended to a valid token would
 * leave it on disk.
 */
final class FfdcFiles {

  private static final Logger LOG = System.getLogger(FfdcFiles.class.getName());
  private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+");

  /** A file system may store times in whole seconds. */
  private static final Duration COARSE = Duration.ofSeconds(2);

  private final Path folder;

  FfdcFiles(Path folder) {
    this.folder = folder;
  }

  /** Removes the tokens from the files written since then. */
  void forgetTokens(Instant since) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.getLastModifiedTime(file).toInstant().isAfter(since.minus(COARSE))) {
          forgetTokensIn(file);
        }
      }
    } catch (NoSuchFileException noIncidents) {
      LOG.log(Level.DEBUG, "no incident yet");
    } catch (IOException failed) {
      LOG.log(Level.WARNING, "an incident's report may still hold a token", failed);
    }
  }

  private static void forgetTokensIn(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> without =
        lines.stream().map(line -> TOKEN.matcher(line).replaceAll("...")).toList();
    if (!without.equals(lines)) {
      Files.write(file, without);
    }
  }
}
