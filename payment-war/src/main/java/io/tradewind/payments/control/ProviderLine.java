package io.tradewind.payments.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.payments.control.ProviderClient.Line;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * One line of the provider's ledger.
 *
 * @param at when it was decided, by the provider's clock; null, as is the key, in an unreadable
 *     line
 * @param payment null where not even that can be read
 * @param moved whether money moved
 * @param trouble why it cannot be read, or null
 */
public record ProviderLine(
    long seq, Instant at, String key, String payment, boolean moved, String trouble) {

  private static final String DONE = "DONE";

  /** Characters; ours have fewer than 100. */
  private static final int LONGEST_NAME = 200;

  /**
   * @param seq its expected number when the line has none
   */
  static ProviderLine read(long seq, JsonNode json) {
    try {
      Line line = ProviderJson.read(json, Line.class);
      if (!isName(line.key()) || !isName(line.payment()) || line.at() == null || line.seq() < 1) {
        return unreadable(seq, json, "something is missing or no name");
      }
      Instant at = Instant.parse(line.at());
      return new ProviderLine(
          line.seq(), at, line.key(), line.payment(), DONE.equals(line.result()), null);
    } catch (JsonProcessingException | DateTimeException bad) {
      return unreadable(seq, json, bad.getClass().getSimpleName());
    }
  }

  /** Whether the database can store it. */
  private static boolean isName(String text) {
    return text != null && text.length() <= LONGEST_NAME && text.indexOf('\0') < 0;
  }

  private static ProviderLine unreadable(long seq, JsonNode json, String why) {
    String payment = json.path("payment").asText(null);
    return new ProviderLine(seq, null, null, isName(payment) ? payment : null, true, why);
  }

  public boolean isReadable() {
    return trouble == null;
  }
}
