package io.tradewind.systemtests.torture;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What every client did and which answer it got, one JSON object per line: evidence that no service
 * can edit.
 */
final class Journal implements AutoCloseable {

  enum Said {
    /** The request was granted. */
    OK,
    /** The request was refused. */
    REFUSED,
    /** No answer, or one that does not tell whether the request was handled. */
    UNKNOWN
  }

  /**
   * @param at milliseconds since the run began
   * @param detail the reason of a refusal, or other details
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Line(
      long at, String who, String what, String key, String order, Said said, String detail) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final long began = System.nanoTime();
  private final List<Line> lines = new ArrayList<>();
  private final Writer writer;

  Journal(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    writer = Files.newBufferedWriter(file);
  }

  synchronized void write(
      String who, String what, String key, String order, Said said, String detail) {
    long at = (System.nanoTime() - began) / 1_000_000;
    Line line = new Line(at, who, what, key, order, said, detail);
    lines.add(line);
    try {
      writer.write(JSON.writeValueAsString(line));
      writer.write('\n');
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized List<Line> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
