package io.tradewind.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotesTest {

  @Test
  void theFirstOrderIsToldWithTheUrl() {
    assertThat(Chart.notes("host: shop.example.org"))
        .contains("https://shop.example.org/api/users/login")
        .contains("https://shop.example.org/api/orders", "\"sku\": \"TEA-001\"")
        .contains("helm test shop -n trade");
  }

  @Test
  void everySecretThatAPodCannotStartWithoutIsNamed() {
    assertThat(Chart.notes(""))
        .contains("- order-service-database\n", "- order-service-database-owner\n")
        .contains("- tradewind-keystore\n", "- user-service-token-key\n")
        .doesNotContain("- user-service-first-admin\n");
    assertThat(Chart.notes(Chart.valuesOf("openshift-production.yaml")))
        .contains("- tradewind-topics\n", "- payment-service\n", "- kafka-ca\n");
  }

  @ParameterizedTest
  @CsvSource({
    "defaults, kafka.tls",
    "defaults, kafka.authentication",
    "defaults, redis.tls",
    "defaults, paymentProvider.url",
    "defaults, database.sslMode",
    "defaults, the catalogue starts empty",
    "one-of-each.yaml, order-service has one pod",
    "bare.yaml, networkPolicy.enabled",
    "bare.yaml, mail.tls",
  })
  void whatIsNotFitForProductionIsSaid(String values, String warning) {
    assertThat(Chart.notes(Chart.valuesOf(values))).contains(warning);
  }

  @Test
  void productionIsInstalledWithoutAWarning() {
    assertThat(Chart.notes(Chart.valuesOf("openshift-production.yaml"))).doesNotContain("WARNING");
  }
}
