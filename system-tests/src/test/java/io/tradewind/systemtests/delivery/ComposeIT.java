package io.tradewind.systemtests.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.tradewind.stack.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks compose.yaml as docker-compose reads it; nothing is started. */
@Tag("containers")
class ComposeIT {

  private static final Path ROOT = Path.of(System.getProperty("tradewind.home"));
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path COMPOSE = Path.of("/usr/bin/docker-compose");
  private static final List<String> ALL = List.of("--profile=observe", "--profile=logs");

  @BeforeAll
  static void composeIsThere() {
    if (!Files.isExecutable(COMPOSE)) {
      System.out.println("compose.yaml is not tested: install docker-compose");
    }
    assumeTrue(Files.isExecutable(COMPOSE), "docker-compose is not installed");
  }

  @Test
  void composeAcceptsTheFileWithEveryProfile() throws Exception {
    assertThat(compose(List.of(), "config", "--services"))
        .contains("postgres", "kafka", "redis", "provider")
        .contains(names(""))
        .contains(names("-migration"));
    assertThat(compose(ALL, "config")).filteredOn("    - observe"::equals).hasSize(3);
    assertThat(compose(ALL, "config")).filteredOn("    - logs"::equals).hasSize(3);
  }

  @Test
  void everyImageIsPinned() throws Exception {
    List<String> images = values(compose(ALL, "config"), "image:");

    assertThat(images)
        .hasSizeGreaterThan(15)
        .allMatch(image -> image.matches("\\S+:[\\w.-]+"))
        .noneMatch(image -> image.endsWith(":latest"));
  }

  @Test
  void everyModuleIsBuiltAsItsOwnService() throws Exception {
    String config = String.join("\n", compose(List.of(), "config"));

    for (Service service : Service.values()) {
      assertThat(config)
          .contains("MODULE: %s\n        SERVICE: %s\n".formatted(service.war(), service.id()));
    }
  }

  @Test
  void nothingStartsBeforeWhatItNeedsIsHealthy() throws Exception {
    JsonNode services =
        YAML.readTree(String.join("\n", compose(List.of(), "config"))).path("services");

    for (Service service : Service.values()) {
      String migration = service.id() + "-migration";
      assertThat(services.at("/" + service.id() + "/healthcheck/test")).isNotEmpty();
      assertThat(awaited(services, service.id()))
          .containsEntry(migration, "service_completed_successfully");
      assertThat(awaited(services, migration))
          .containsEntry("postgres", "service_healthy")
          .containsEntry("kafka", "service_healthy");
    }
    assertThat(awaited(services, "inventory")).containsEntry("redis", "service_healthy");
    for (String neighbour : List.of("postgres", "kafka", "redis")) {
      assertThat(services.at("/" + neighbour + "/healthcheck/test")).as(neighbour).isNotEmpty();
    }
  }

  private static Map<String, String> awaited(JsonNode services, String service) {
    return services
        .path(service)
        .path("depends_on")
        .propertyStream()
        .collect(
            Collectors.toMap(Map.Entry::getKey, it -> it.getValue().path("condition").asText()));
  }

  @Test
  void aServiceHasNoOwnersPasswordAndNoSecretIsInTheFile() throws Exception {
    String file = Files.readString(ROOT.resolve("compose.yaml"));

    assertThat(file.lines())
        .as("a password is only ever named, never given")
        .noneMatch(
            line -> line.matches("(?i).*(password|secret|pass)\\w*[:=]\\s*\"?[a-z0-9+=]{6,}.*"));
    for (Service service : Service.values()) {
      String owner = service.name() + "_DB_OWNER_PASSWORD";
      String own = file.substring(file.indexOf("\n  " + service.id() + ":\n"));
      assertThat(own.substring(0, own.indexOf("depends_on"))).doesNotContain(owner);
    }
  }

  @Test
  void everyMountedFileIsThere() throws Exception {
    List<String> mounted =
        Files.readAllLines(ROOT.resolve("compose.yaml")).stream()
            .flatMap(line -> Arrays.stream(line.split("[\\[\\]\", ]+")))
            .filter(word -> word.startsWith("./") && word.contains(":/"))
            .map(word -> word.substring(0, word.indexOf(':')))
            .toList();

    assertThat(mounted).isNotEmpty().allMatch(path -> Files.exists(ROOT.resolve(path)));
  }

  private static String[] names(String suffix) {
    return Arrays.stream(Service.values())
        .map(service -> service.id() + suffix)
        .toArray(String[]::new);
  }

  private static List<String> values(List<String> lines, String key) {
    return lines.stream()
        .map(String::strip)
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).strip())
        .toList();
  }

  private static List<String> compose(List<String> profiles, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(COMPOSE.toString(), "--file=compose.yaml"));
    command.addAll(profiles);
    command.addAll(Arrays.asList(arguments));
    Process process =
        new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }
}
