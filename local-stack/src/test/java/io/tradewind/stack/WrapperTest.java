package io.tradewind.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The message for a user with the wrong JDK, or with none. */
class WrapperTest {

  @TempDir Path jdk;

  @Test
  void aJdkThatIsTooOldIsNamedInOneLine() throws Exception {
    program("java", "echo 'openjdk version \"11.0.27\" 2025-04-15' >&2");
    program("javac", "");

    assertThat(refusal())
        .singleElement()
        .asString()
        .contains("needs JDK 17 or newer", jdk + "/bin/java is 11:", "install");
  }

  @Test
  void aMissingJdkIsNamedInOneLine() throws Exception {
    assertThat(refusal())
        .singleElement()
        .asString()
        .contains("needs JDK 17 or newer", jdk.toString(), "not there", "install");
  }

  @Test
  void aRuntimeWithoutACompilerIsNamedInOneLine() throws Exception {
    program("java", "echo 'openjdk version \"17.0.15\" 2025-04-15' >&2");

    assertThat(refusal()).singleElement().asString().contains("no compiler", "install");
  }

  private void program(String name, String line) throws IOException {
    Path program = Files.createDirectories(jdk.resolve("bin")).resolve(name);
    Files.writeString(program, "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> refusal() throws Exception {
    Path output = jdk.resolve("output");
    ProcessBuilder wrapper =
        new ProcessBuilder("sh", "../mvnw", "-Pup")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    wrapper.environment().put("JAVA_HOME", jdk.toString());

    assertThat(wrapper.start().waitFor()).isNotZero();
    return Files.readAllLines(output);
  }
}
