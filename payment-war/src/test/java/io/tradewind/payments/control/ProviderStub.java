package io.tradewind.payments.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.ProcessingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A provider in memory that can be made to lose its answers. */
final class ProviderStub implements ProviderClient {

  final List<String> lookedUp = new CopyOnWriteArrayList<>();
  final List<String> asked = new CopyOnWriteArrayList<>();
  final Map<String, Decision> decisions = new HashMap<>();
  private final List<JsonNode> ledger = new ArrayList<>();
  ProviderPayment standing = new ProviderPayment("AUTHORISED", 0, 0, 0, "EUR");
  RuntimeException trouble;
  private volatile boolean silent;

  void away() {
    trouble = new ProcessingException("connection refused");
  }

  /** Accepts every call and answers none. */
  void neverAnswers() {
    silent = true;
  }

  ProviderStub line(long seq, String at) {
    return bad(
        "{\"seq\": %d, \"at\": \"%s\", \"key\": \"k-%d\", \"payment\": \"p\", \"result\": \"DONE\"}"
            .formatted(seq, at, seq));
  }

  /** Adds any JSON to the ledger. */
  ProviderStub bad(String json) {
    try {
      ledger.add(new ObjectMapper().readTree(json));
    } catch (JsonProcessingException typo) {
      throw new IllegalArgumentException(json, typo);
    }
    return this;
  }

  ProviderStub decides(String key, String result, long amount, String reason) {
    decisions.put(key, new Decision(key, result, amount, reason));
    return this;
  }

  @Override
  public Decision operate(String payment, String operation, String key, Movement movement) {
    asked.add(operation + " " + key + " " + movement.amount());
    mustBeThere();
    return decisions.get(key);
  }

  @Override
  public ProviderPayment payment(String payment) {
    mustBeThere();
    return standing;
  }

  @Override
  public Decision decision(String key) {
    lookedUp.add(key);
    mustBeThere();
    if (!decisions.containsKey(key)) {
      throw new NotFoundException();
    }
    return decisions.get(key);
  }

  private void mustBeThere() {
    if (silent) {
      LockSupport.park();
      throw new ProcessingException("nobody answers");
    }
    if (trouble != null) {
      throw trouble;
    }
  }

  @Override
  public Lines ledger(long after, int limit) {
    return new Lines(ledger.subList((int) after, Math.min(ledger.size(), (int) after + limit)));
  }
}
