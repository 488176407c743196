package io.tradewind.systemtests.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.systemtests.driver.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every link in the documentation leads somewhere, and an index names every page. */
class DocumentationTest {

  private static final Path ROOT = ProjectFolder.root();
  private static final Path DOCS = ROOT.resolve("docs");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
  private static final Pattern TEST =
      Pattern.compile("@(?:Parameterized)?Test\\b[^{;]*?\\bvoid (\\w+)\\(");

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Path page : files(".md")) {
      LINK.matcher(read(page))
          .results()
          .filter(link -> !leadsSomewhere(page.resolveSibling(link.group(1)), link.group(2)))
          .forEach(link -> dead.add(ROOT.relativize(page) + ": " + link.group()));
    }
    assertThat(dead).isEmpty();
  }

  private static boolean leadsSomewhere(Path target, String heading) {
    return Files.exists(target)
        && (heading == null
            || HEADING
                .matcher(read(target))
                .results()
                .anyMatch(found -> anchor(found.group(1)).equals(heading)));
  }

  /** The anchor that the viewer of the pages makes from a heading. */
  private static String anchor(String heading) {
    return "#" + heading.toLowerCase().replaceAll("[^\\w -]", "").replace(' ', '-');
  }

  @Test
  void everyPageIsInTheIndex() throws IOException {
    String index = read(DOCS.resolve("README.md"));
    try (Stream<Path> pages = Files.list(DOCS)) {
      assertThat(pages.filter(Files::isRegularFile).map(page -> page.getFileName().toString()))
          .filteredOn(page -> !page.equals("README.md"))
          .isNotEmpty()
          .allSatisfy(page -> assertThat(index).contains("(" + page + ")"));
    }
  }

  @Test
  void everyDecisionIsListedUnderItsTitle() throws IOException {
    String index = read(DOCS.resolve("adr/README.md"));
    try (Stream<Path> pages = Files.list(DOCS.resolve("adr"))) {
      assertThat(pages.filter(page -> !page.endsWith("README.md")))
          .hasSizeGreaterThan(40)
          .allSatisfy(
              page -> {
                String[] title = read(page).lines().findFirst().orElseThrow().split("# |\\. ", 3);
                assertThat(index)
                    .contains(
                        "| %s | [%s](%s) |".formatted(title[1], title[2], page.getFileName()));
              });
    }
  }

  /** A longer name does not fit in a line of a report. */
  @Test
  void namesOfTestsHaveAtMostEightyLetters() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path source : files(".java")) {
      TEST.matcher(read(source)).results().forEach(test -> names.add(test.group(1)));
    }
    assertThat(names).hasSizeGreaterThan(500).allMatch(name -> name.length() <= 80);
  }

  private static List<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .filter(file -> Stream.of("target", "data", ".git").noneMatch(it -> isIn(it, file)))
          .toList();
    }
  }

  private static boolean isIn(String folder, Path file) {
    for (Path part : ROOT.relativize(file)) {
      if (part.toString().equals(folder)) {
        return true;
      }
    }
    return false;
  }

  private static String read(Path file) {
    try {
      return Files.isDirectory(file) ? "" : Files.readString(file, UTF_8);
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }
}
