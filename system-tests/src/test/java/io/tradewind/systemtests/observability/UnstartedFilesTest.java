package io.tradewind.systemtests.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.stack.Service;
import io.tradewind.systemtests.driver.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Checks the files of Logstash, Kibana, Grafana and the collector, which no test starts: what they
 * refer to in the rest of the checkout must match.
 */
class UnstartedFilesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode compose = yaml("compose.yaml").path("services");
  private final JsonNode template = yaml("observability/logs/elasticsearch/index-template.json");

  @Test
  void savedSearchesLookForWordsThatAreLogged() throws IOException {
    List<String> logged = new ArrayList<>();
    for (String source : sources()) {
      for (String call : found("\\b(?:LOG\\.log|availability\\.\\w+)\\(([^;]*);", source)) {
        logged.addAll(found("\"([^\"]*)\"", call));
      }
    }

    assertThat(inQueries("message: \"([^\"]+)\""))
        .contains("parked")
        .allSatisfy(words -> assertThat(logged).as(words).anyMatch(text -> text.contains(words)));
  }

  @Test
  void savedSearchesNameFieldsThatLinesHave() throws IOException {
    List<String> fields = inQueries("(\\w+): ");
    for (JsonNode saved : savedObjects()) {
      saved.at("/attributes/columns").forEach(column -> fields.add(column.asText()));
    }
    String sources = String.join("", sources());

    assertThat(fields)
        .contains("ext_orderId", "loglevel")
        .allMatch(
            field ->
                field.startsWith("ext_")
                    // the context of a log line is set under this name
                    ? sources.contains("\"" + field.substring("ext_".length()) + "\"")
                    : isMapped(field));
  }

  @Test
  void logstashReadsWhatServicesWriteIntoTheIndexThatIsMappedAndSearched() throws IOException {
    String pipeline = text("observability/logs/logstash/pipeline/tradewind.conf");
    assertThat(pipeline).contains("path => \"/logs/*/messages.log\"");
    for (Service service : Service.values()) {
      assertThat(compose.at("/" + service.id() + "/environment/LOG_DIR").asText())
          .isEqualTo("/logs/" + service.id());
    }
    assertThat(compose.has("elasticsearch")).isTrue();
    assertThat(pipeline).contains("hosts => [\"http://elasticsearch:9200\"]");

    String indices = template.at("/index_patterns/0").asText();
    assertThat(pipeline).contains("index => \"" + indices.replace("*", "%{"));
    assertThat(savedObjects().get(0).at("/attributes/title").asText()).isEqualTo(indices);
    assertThat(found("(?:event\\.set\\(\"|%\\{NOTSPACE:|match => \\[\")(\\w+)", pipeline))
        .containsExactlyInAnyOrder("ibm_datetime", "service", "ids")
        .allMatch(this::isMapped);
  }

  @Test
  void grafanaIsGivenItsDashboardsAndTheirSource() {
    String dashboards =
        yaml("observability/grafana/provisioning/dashboards.yml")
            .at("/providers/0/options/path")
            .asText();
    assertThat(compose.at("/grafana/volumes").valueStream().map(JsonNode::asText))
        .contains("./observability/grafana/dashboards:" + dashboards + ":ro");

    JsonNode source =
        yaml("observability/grafana/provisioning/datasources.yml").at("/datasources/0");
    assertThat(source.path("url").asText()).isEqualTo("http://prometheus:9090");
    assertThat(compose.has("prometheus")).isTrue();
    assertThat(ObservabilityFiles.files("grafana/dashboards", ".json"))
        .isNotEmpty()
        .extracting(file -> ObservabilityFiles.read(file).at("/templating/list/0/query"))
        .containsOnly(source.path("type"));
  }

  @Test
  void theCollectorListensWhereServicesSendAndHandsOnToWhatItDeclares() {
    JsonNode collector = yaml("observability/collector/collector.yml");
    String listens = collector.at("/receivers/otlp/protocols/grpc/endpoint").asText();
    assertThat(yaml("compose.yaml").at("/x-environment/OTEL_EXPORTER_OTLP_ENDPOINT").asText())
        .isEqualTo("http://" + listens.replace("0.0.0.0", "collector"));

    JsonNode traces = collector.at("/service/pipelines/traces");
    for (String kind : List.of("receivers", "processors", "exporters")) {
      assertThat(traces.path(kind).valueStream().map(JsonNode::asText))
          .isNotEmpty()
          .allMatch(name -> collector.path(kind).has(name));
    }
  }

  private boolean isMapped(String field) {
    return template.at("/template/mappings/properties").has(field);
  }

  private static List<String> inQueries(String pattern) throws IOException {
    List<String> found = new ArrayList<>();
    for (JsonNode saved : savedObjects()) {
      String search = saved.at("/attributes/kibanaSavedObjectMeta/searchSourceJSON").asText("{}");
      found.addAll(found(pattern, JSON.readTree(search).at("/query/query").asText()));
    }
    return found;
  }

  private static List<JsonNode> savedObjects() throws IOException {
    Path file = ProjectFolder.root().resolve("observability/logs/kibana/saved-searches.ndjson");
    try (var objects = JSON.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
      return objects.readAll();
    }
  }

  private static List<String> found(String pattern, String text) {
    return new ArrayList<>(
        Pattern.compile(pattern).matcher(text).results().map(it -> it.group(1)).toList());
  }

  /** The sources that run in the servers. */
  private static List<String> sources() throws IOException {
    List<String> sources = new ArrayList<>();
    for (Service service : Service.values()) {
      sources.addAll(sources(service.war()));
    }
    sources.addAll(sources("shared-lib"));
    return sources;
  }

  private static List<String> sources(String module) throws IOException {
    List<String> sources = new ArrayList<>();
    try (var files = Files.walk(ProjectFolder.root().resolve(module).resolve("src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        sources.add(Files.readString(file));
      }
    }
    return sources;
  }

  private static JsonNode yaml(String file) {
    return ObservabilityFiles.read(ProjectFolder.root().resolve(file));
  }

  private static String text(String file) throws IOException {
    return Files.readString(ProjectFolder.root().resolve(file));
  }
}
