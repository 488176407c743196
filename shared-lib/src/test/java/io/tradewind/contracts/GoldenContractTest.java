package io.tradewind.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.contracts.inventory.StockLine;
import io.tradewind.contracts.orders.OrderPlaced;
import io.tradewind.contracts.orders.OrderedLine;
import io.tradewind.messaging.MessageJson;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Pins the wire format of every message: a golden file is never edited after its release. A new
 * optional field may be added to a record; the message then gets a second golden file, and the
 * first stays as it is.
 */
class GoldenContractTest {

  private static final Path GOLDEN = Path.of("src/test/resources/contracts");

  @TestFactory
  Stream<DynamicTest> everyMessageIsWrittenAsItsGoldenFile() {
    return messages()
        .map(
            message ->
                DynamicTest.dynamicTest(
                    message.getSimpleName(),
                    () ->
                        assertThat(MessageJson.write(example(message)))
                            .isEqualTo(golden(message).strip())));
  }

  @TestFactory
  Stream<DynamicTest> everyGoldenFileIsReadAsItsMessage() {
    return messages()
        .map(
            message ->
                DynamicTest.dynamicTest(
                    message.getSimpleName(),
                    () ->
                        assertThat(MessageJson.read(message, golden(message)))
                            .isEqualTo(example(message))));
  }

  @TestFactory
  Stream<DynamicTest> aFieldFromANewerSenderIsPassedOver() {
    return messages()
        .map(
            message ->
                DynamicTest.dynamicTest(
                    message.getSimpleName(),
                    () ->
                        assertThat(
                                MessageJson.read(
                                    message,
                                    golden(message).replaceFirst("\\{", "{\"added\":[1],")))
                            .isEqualTo(example(message))));
  }

  /**
   * The first example stays: a message from an older sender lacks the fields that v1 has gained
   * since.
   */
  @Test
  void anOrderThatAnOlderSenderPlacedIsStillRead() throws Exception {
    String first = Files.readString(GOLDEN.resolve("OrderPlaced.v1.json"));
    assertThat(MessageJson.read(OrderPlaced.class, first))
        .isEqualTo(new OrderPlaced(uuid("orderId"), uuid("userId"), 1299, "EUR"));
  }

  @Test
  void everyGoldenFileBelongsToAMessage() throws IOException {
    try (Stream<Path> files = Files.list(GOLDEN)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(
                      messages().map(message -> Topic.typeOf(message) + ".json"),
                      messages().map(GoldenContractTest::newest))
                  .distinct()
                  .toList());
    }
  }

  @Test
  void noMessageCarriesWhatIsPersonalOrSecret() {
    List<String> words =
        List.of("card", "password", "token", "email", "phone", "address", "customername");
    messages()
        .flatMap(message -> Arrays.stream(message.getRecordComponents()))
        .map(RecordComponent::getName)
        .forEach(name -> assertThat(words).noneMatch(name.toLowerCase()::contains));
  }

  @Test
  void everyTopicIsDeclaredWithItsPartitionsAndNothingElseIs() throws IOException {
    Properties declared = new Properties();
    try (InputStream file = Topic.class.getResourceAsStream("/topics.properties")) {
      declared.load(file);
    }
    assertThat(declared.stringPropertyNames())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Topic.values()).map(Topic::topicName).toList());
  }

  private static Stream<Class<? extends Message>> messages() {
    return Arrays.stream(Topic.values()).flatMap(topic -> topic.types().values().stream());
  }

  private static String golden(Class<? extends Message> message) throws IOException {
    return Files.readString(GOLDEN.resolve(newest(message)));
  }

  /** A record that has gained fields has a second example, which contains every field. */
  private static String newest(Class<? extends Message> message) {
    String second = Topic.typeOf(message) + "-2.json";
    return Files.exists(GOLDEN.resolve(second)) ? second : Topic.typeOf(message) + ".json";
  }

  private static UUID uuid(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  /** Builds an example whose values are derived from the names and types of the components. */
  private static Message example(Class<? extends Message> type)
      throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
    Object[] values = Arrays.stream(components).map(GoldenContractTest::example).toArray();
    return type.getDeclaredConstructor(types).newInstance(values);
  }

  private static Object example(RecordComponent component) {
    if (component.getType() == UUID.class) {
      return uuid(component.getName());
    }
    if (component.getType() == long.class) {
      return component.getName().equals("version") ? 7L : 1299L;
    }
    if (component.getGenericType().getTypeName().contains("OrderedLine")) {
      return List.of(new OrderedLine("TEA-001", "Earl Grey", 2, 500));
    }
    if (component.getType() == List.class) {
      return List.of(new StockLine("TEA-001", 2), new StockLine("TEA-002", 1));
    }
    return switch (component.getName()) {
      case "currency" -> "EUR";
      case "sku" -> "TEA-001";
      default -> "a " + component.getName();
    };
  }
}
