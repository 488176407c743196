package io.tradewind.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that a person has reviewed and approved. {@code -Dapprove} rewrites it, so that the next
 * reviewer sees the change in the diff.
 */
public record Approved(Path path) {

  public static Approved file(String path) {
    return new Approved(Path.of(path));
  }

  public void is(String text) {
    try {
      if (System.getProperty("approve") != null) {
        Files.writeString(path, text);
      }
      assertThat(text)
          .as("%s is not what the code says; approve the change with -Dapprove", path)
          .isEqualTo(Files.readString(path));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
