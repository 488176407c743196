package io.tradewind.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.architecture.Approved;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProblemCatalogueTest {

  @Test
  void thePageListsEveryProblem() {
    Approved.file("../docs/problems.md").is(page());
  }

  @Test
  void everyProblemIsAnErrorWithATitleOfItsOwn() {
    assertThat(ProblemType.values())
        .allSatisfy(type -> assertThat(type.status()).isBetween(400, 599))
        .extracting(ProblemType::title)
        .doesNotHaveDuplicates();
  }

  @Test
  void theSlugIsTheLastPartOfTheType() {
    assertThat(ProblemType.PAYMENT_IN_PROGRESS.uri())
        .hasToString("https://tradewind.example/problems/payment-in-progress");
  }

  @Test
  void aBareStatusHasTheGeneralMeaning() {
    assertThat(ProblemType.general(404)).contains(ProblemType.NOT_FOUND);
    assertThat(ProblemType.general(418)).isEmpty();
  }

  @Test
  void aStatusWithoutAnEntryIsAProblemAllTheSame() {
    assertThat(new String(Problem.ofStatus(418, null).json(), UTF_8))
        .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Status 418\",\"status\":418}");
  }

  private static String page() {
    return """
        # The problem catalogue

        Written from `ProblemType` by its test; edit the enum, not this page. Every error is
        `application/problem+json` (RFC 9457) whatever `Accept` says. `type` is
        `https://tradewind.example/problems/` and the word below; it never changes once released. `detail`
        says what is wrong with this very request; `violations` lists the fields of an `invalid-request`.
        Send the same request again after `Retry-After`.

        | type | status | title |
        |---|---|---|
        %s
        """
        .formatted(
            Arrays.stream(ProblemType.values())
                .sorted(Comparator.comparing(ProblemType::status))
                .map(
                    type ->
                        "| `%s` | %d | %s |".formatted(type.slug(), type.status(), type.title()))
                .collect(Collectors.joining("\n")));
  }
}
