package io.tradewind.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  enum Colour {
    RED,
    GREEN
  }

  record Line(String sku, int quantity) {}

  record Price(long amount, String currency) {
    Price {
      if (!"EUR".equals(currency)) {
        throw new IllegalArgumentException("currency is EUR");
      }
    }
  }

  record Everything(
      List<Line> lines,
      String text,
      long number,
      boolean flag,
      UUID id,
      Instant at,
      Colour colour,
      Price price,
      Integer optional) {}

  record Single(String reason) {}

  @Test
  void oneObjectThatFitsIsRead() {
    Everything read =
        (Everything)
            read(
                Everything.class,
                """
                 {"lines": [{"sku": "TEA-001", "quantity": 2}], "text": "käse 😀", "number": 9007199254740993,
                  "flag": true, "id": "018f0000-0000-7000-8000-000000000001",
                  "at": "2026-01-31T12:00:00Z", "colour": "GREEN",
                  "price": {"amount": 1299, "currency": "EUR"}}
                """);
    assertThat(read.lines()).containsExactly(new Line("TEA-001", 2));
    assertThat(read.text()).isEqualTo("käse 😀");
    assertThat(read.number()).isEqualTo(9007199254740993L);
    assertThat(read.colour()).isEqualTo(Colour.GREEN);
    assertThat(read.at()).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
    assertThat(read.optional()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "[{}]",
        "\"text\"",
        "1",
        "true",
        "{",
        "{\"sku\"",
        "{\"sku\":",
        "}",
        "{\"sku\":\"A\",\"quantity\":1",
        "{\"sku\":\"A\",\"quantity\":1}}",
        "{\"sku\":\"A\",\"quantity\":1} {}",
        "{\"sku\":\"A\",\"quantity\":1} x",
        "{\"sku\":\"A\",\"quantity\":1,}",
        "{'sku':'A','quantity':1}",
        "{sku:\"A\",\"quantity\":1}",
        "{\"sku\":\"A\",\"quantity\":1} // end",
        "\uFEFF{\"sku\":\"A\",\"quantity\":1}",
        "{\"sku\":\"A\",\"quantity\":1,\"price\":1}",
        "{\"sku\":\"A\",\"sku\":\"B\",\"quantity\":1}",
        "{\"SKU\":\"A\",\"quantity\":1}"
      })
  void whatIsNotOneObjectThatFitsIsRefused(String body) {
    assertRefused(Line.class, body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"1\"", "1.5", "1.0", "1e2", "1E309", "2147483648", "-2147483649", "9223372036854775808",
        "99999999999999999999999999999999", "null", "true", "[1]", "{}", "\"\"", "NaN", "Infinity",
        "0x10", "01", "+1", ".5", "--1"
      })
  void whatIsNotAWholeNumberInRangeIsRefused(String quantity) {
    assertRefused(Line.class, "{\"sku\":\"A\",\"quantity\":" + quantity + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "1.5",
        "true",
        "[\"A\"]",
        "{}",
        "\"\\u0000\"",
        "\"A\\u0000B\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud83dx\"",
        "\"\n\"",
        "'A'"
      })
  void whatIsNotTextThatCanBeStoredIsRefused(String sku) {
    assertRefused(Line.class, "{\"sku\":" + sku + ",\"quantity\":1}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flag | 1",
        "flag | 'true'",
        "flag | \"true\"",
        "flag | null",
        "number | \"5\"",
        "number | null",
        "id | \"\"",
        "id | 7",
        "id | \"018f\"",
        "id | [7]",
        "at | 1700000000",
        "at | \"yesterday\"",
        "at | \"\"",
        "colour | 0",
        "colour | \"BLUE\"",
        "colour | \"\"",
        "colour | \"red\"",
        "price | \"\"",
        "price | 5",
        "price | []",
        "price | {\"amount\":1,\"currency\":\"USD\"}",
        "lines | {}",
        "lines | \"\"",
        "lines | [1]",
        "lines | [[]]",
        "optional | \"\"",
        "optional | 1.2",
        "optional | \"1\""
      })
  void noValueIsTakenForAnotherKind(String field, String value) {
    assertRefused(Everything.class, "{\"number\":1,\"flag\":true,\"" + field + "\":" + value + "}");
  }

  @Test
  void aMissingPrimitiveIsRefused() {
    assertRefused(Line.class, "{\"sku\":\"A\"}");
  }

  @Test
  void aRecordOfOneTextIsNoText() {
    assertRefused(Single.class, "\"because\"");
    assertThat(read(Single.class, "{}")).isEqualTo(new Single(null));
  }

  @Test
  void brokenUtf8IsRefused() {
    byte[] body = "{\"sku\":\"x\",\"quantity\":1}".getBytes(StandardCharsets.UTF_8);
    body[8] = (byte) 0xFF;
    assertThatThrownBy(() -> StrictJson.read(body, Line.class))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void anotherUnicodeFormIsNotGuessed() {
    byte[] body = "{\"sku\":\"x\",\"quantity\":1}".getBytes(StandardCharsets.UTF_16LE);
    assertThatThrownBy(() -> StrictJson.read(body, Line.class))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void deepNestingIsRefusedBeforeItCostsAnything() {
    assertRefused(Line.class, "{\"sku\":" + "[".repeat(100_000));
    assertRefused(Line.class, "{\"a\":".repeat(65) + "1" + "}".repeat(65));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"sku\":\"A\",\"quantity\":\"1\"} | quantity is not a whole number in range",
        "{\"sku\":\"A\",\"quantity\":1,\"price\":9} | unknown field price",
        "{\"sku\":\"A\",\"sku\":\"B\"} | duplicate field 'sku'",
        "{\"sku\":\"A\" | the body ends in the middle",
        "{\"sku\":5} | sku is not a string of whole characters",
        "{\"sku\"} | the body is not JSON, at line 1, column 7"
      })
  void theClientIsToldWhatIsWrong(String body, String detail) {
    assertThatThrownBy(() -> read(Line.class, body)).hasMessage(detail);
  }

  @Test
  void aNestedFieldIsNamedByItsPath() {
    assertThatThrownBy(
            () ->
                read(
                    Everything.class,
                    "{\"number\":1,\"flag\":true,\"lines\":[{\"sku\":\"A\",\"quantity\":1.5}]}"))
        .hasMessage("lines[0].quantity is not a whole number in range");
  }

  @Test
  void aRefusalByTheRecordItselfIsPassedOn() {
    assertThatThrownBy(
            () ->
                read(
                    Everything.class,
                    "{\"number\":1,\"flag\":true,\"price\":{\"amount\":1,\"currency\":\"X\"}}"))
        .hasMessage("price: currency is EUR");
  }

  @Test
  void noRefusalNamesAClassOfOurs() {
    for (String body :
        List.of("{\"sku\":{},\"quantity\":1}", "{\"quantity\":[]}", "[]", "{\"x\":1}")) {
      assertThatThrownBy(() -> read(Line.class, body))
          .satisfies(
              refusal ->
                  assertThat(refusal.getMessage()).doesNotContain("tradewind", "java.", "Line"));
    }
  }

  @Test
  void instantsAreWrittenInUtc() {
    assertThat(new String(StrictJson.write(List.of(Instant.EPOCH)), StandardCharsets.UTF_8))
        .isEqualTo("[\"1970-01-01T00:00:00Z\"]");
  }

  private static Object read(Class<?> type, String body) {
    return StrictJson.read(body.getBytes(StandardCharsets.UTF_8), type);
  }

  private static void assertRefused(Class<?> type, String body) {
    assertThatThrownBy(() -> read(type, body))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.MALFORMED_BODY));
  }
}
