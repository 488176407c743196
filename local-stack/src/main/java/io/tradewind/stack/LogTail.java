package io.tradewind.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The lines that one run adds to its log file. */
final class LogTail {

  private final Path file;
  private long position;

  LogTail(Path file) {
    this.file = file;
  }

  /** The first new line since the last call that contains one of these texts. */
  Optional<String> lineWithAny(List<String> texts) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (var log = new RandomAccessFile(file.toFile(), "r")) {
      byte[] news = new byte[(int) Math.max(0, log.length() - position)];
      log.seek(position);
      log.readFully(news);
      position += news.length;
      return new String(news, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> texts.stream().anyMatch(line::contains))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
