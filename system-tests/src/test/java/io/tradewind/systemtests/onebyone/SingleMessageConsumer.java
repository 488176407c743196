package io.tradewind.systemtests.onebyone;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Takes one message at a time, as the standard specifies. */
@ApplicationScoped
public class SingleMessageConsumer {

  private final List<String> payloads = new CopyOnWriteArrayList<>();

  @Incoming("order-events")
  public void take(String payload) {
    payloads.add(payload);
  }

  List<String> payloads() {
    return payloads;
  }
}
