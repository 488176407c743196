package io.tradewind.systemtests.books;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.systemtests.books.Facts.Charge;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads the provider's own ledger, page by page. */
final class ProviderLedger {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI provider;

  ProviderLedger(URI provider) {
    this.provider = provider;
  }

  /** Returns the operations that were done; a refused operation moved nothing. */
  List<Charge> charges() throws IOException, InterruptedException {
    List<Charge> charges = new ArrayList<>();
    long after = 0;
    for (JsonNode page = page(after); !page.isEmpty(); page = page(after)) {
      for (JsonNode line : page) {
        after = line.path("seq").asLong();
        if (line.path("result").asText().equals("DONE")) {
          charges.add(charge(line));
        }
      }
    }
    return charges;
  }

  private JsonNode page(long after) throws IOException, InterruptedException {
    URI uri = provider.resolve("/ledger?after=" + after);
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    return JSON.readTree(http.send(request, BodyHandlers.ofString()).body()).path("items");
  }

  private static Charge charge(JsonNode line) {
    return new Charge(
        UUID.fromString(line.path("payment").asText()),
        line.path("operation").asText(),
        line.path("amount").asLong());
  }
}
