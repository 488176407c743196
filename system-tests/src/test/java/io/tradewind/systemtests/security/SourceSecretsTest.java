package io.tradewind.systemtests.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.systemtests.driver.ProjectFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No source contains a secret, nor a default value for one. */
class SourceSecretsTest {

  /** Folders that hold no sources: what is built, what a run writes and what git keeps. */
  private static final Set<String> NOT_SOURCES = Set.of("target", "data", ".git");

  private static final List<Pattern> SECRETS =
      Stream.of(
              "-----BEGIN [A-Z ]*PRIVATE " + "KEY-----",
              "\\bAKIA[0-9A-Z]{16}\\b",
              "\\bgh[pousr]_[A-Za-z0-9]{30,}",
              "\\bxox[baprs]-[A-Za-z0-9-]{10,}",
              "\\beyJ[A-Za-z0-9_-]{20,}\\.eyJ[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]{20,}",
              // an attribute that is neither a variable nor a placeholder for the reader
              "(?i)<[^>]*\\b(password|secret)=\"(?!\\$\\{|%s|\\{aes}\\.\\.\\.)[^\"]+\"",
              "<variable name=\"[A-Z_]*(PASSWORD|SECRET|KEY)\"[^>]*defaultValue=\"[^\"]+\"")
          .map(Pattern::compile)
          .toList();

  @Test
  void noSourceHoldsASecret() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : sources()) {
      secretsIn(read(file)).forEach(secret -> found.add(file + ": " + secret));
    }

    assertThat(found).isEmpty();
  }

  @Test
  void eachKindOfSecretIsFound() {
    assertThat(
            List.of(
                "-----BEGIN RSA PRIVATE " + "KEY-----",
                "key: AKIA" + "ABCDEFGHIJKLMNOP",
                "gh" + "p_" + "a".repeat(36),
                "xox" + "b-1234567890-abc",
                "ey" + "Jhbciabciabciabciabci.ey" + "Jhbciabciabciabciabci." + "c".repeat(30),
                "<properties.postgresql user=\"u\" pass" + "word=\"opensesame\"/>",
                "<variable name=\"USERS_DB_PASS" + "WORD\" defaultValue=\"opensesame\"/>"))
        .allSatisfy(line -> assertThat(secretsIn(line)).hasSize(1));
    assertThat(secretsIn("<properties.postgresql password=\"${USERS_DB_PASSWORD}\"/>")).isEmpty();
  }

  private static List<String> secretsIn(String text) {
    return SECRETS.stream()
        .flatMap(secret -> secret.matcher(text).results())
        .map(match -> match.group())
        .toList();
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    Files.walkFileTree(
        ProjectFolder.root(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NOT_SOURCES.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              sources.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    assertThat(sources).hasSizeGreaterThan(500);
    return sources;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
