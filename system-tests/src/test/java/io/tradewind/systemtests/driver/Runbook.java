package io.tradewind.systemtests.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.operator.Operator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An operator who may use only the runbook: a command that is on none of its pages fails the test.
 */
public final class Runbook {

  private static final Path PAGES = Path.of("..", "docs", "runbook");
  private static final Pattern BLANK = Pattern.compile("<[^>]+>");

  private final Set<String> lines = new HashSet<>();
  private final String url;
  private final String token;

  /**
   * @param token of an operator
   */
  public Runbook(String url, String token) {
    this.url = url;
    this.token = token;
    try (Stream<Path> pages = Files.list(PAGES)) {
      for (Path page : pages.toList()) {
        Files.readAllLines(page).stream()
            .map(String::strip)
            .filter(line -> line.startsWith("tradewind "))
            .forEach(lines::add);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public Set<String> lines() {
    return lines;
  }

  /** Runs a command, which must succeed, and returns its output. */
  public List<String> types(String line, Object... blanks) {
    StringWriter err = new StringWriter();
    List<String> printed = new ArrayList<>();
    int code = run(line, printed, err, blanks);
    assertThat(code).as("%s: %s", line, err).isZero();
    return printed;
  }

  /** Runs a command and returns its exit code. */
  public int tries(String line, Object... blanks) {
    return run(line, new ArrayList<>(), new StringWriter(), blanks);
  }

  private int run(String line, List<String> printed, StringWriter err, Object... blanks) {
    assertThat(lines).as("a line of the runbook").contains(line);
    List<String> words = new ArrayList<>();
    int blank = 0;
    Matcher word = Pattern.compile("<[^>]+>|\\S+").matcher(line);
    while (word.find()) {
      words.add(BLANK.matcher(word.group()).matches() ? blanks[blank++].toString() : word.group());
    }
    words.remove(0);
    words.addAll(List.of("--url", url, "--token", token));
    StringWriter out = new StringWriter();
    int code =
        Operator.run(
            new PrintWriter(out, true), new PrintWriter(err, true), words.toArray(String[]::new));
    out.toString().lines().forEach(printed::add);
    return code;
  }

  /** The first cell of the first row below the header. */
  public static String firstCell(List<String> table) {
    assertThat(table).hasSizeGreaterThan(1);
    return table.get(1).split(" ")[0];
  }
}
