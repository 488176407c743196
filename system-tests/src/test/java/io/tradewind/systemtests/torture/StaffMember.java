package io.tradewind.systemtests.torture;

import io.tradewind.stack.Service;
import io.tradewind.systemtests.torture.HttpCalls.Reply;
import io.tradewind.systemtests.torture.Journal.Said;
import io.tradewind.systemtests.torture.RunContext.Person;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** Staff: ships, delivers, takes back, and brings single units of what is scarce. */
final class StaffMember {

  private static final String NAME = "clerk";
  private static final List<String> STEPS =
      List.of("shipment", "shipment", "delivery", "return", "return");

  private final RunContext market;
  private final Person staff;
  private final Journal journal;
  private final SharedState known;
  private final ActorRandom dice;

  /** SKU by key, of deliveries without an answer. */
  private final Map<String, String> unknown = new LinkedHashMap<>();

  StaffMember(long seed, RunContext market, Person staff, Journal journal, SharedState known) {
    this.market = market;
    this.staff = staff;
    this.journal = journal;
    this.known = known;
    this.dice = new ActorRandom(seed, NAME);
  }

  void works(BooleanSupplier goesOn) {
    while (goesOn.getAsBoolean()) {
      if (dice.percent(12)) {
        deliver(UUID.randomUUID().toString(), dice.of(market.skus.subList(2, 4)));
      } else {
        moveSomeOrder();
      }
      dice.passes(30, 200);
    }
  }

  void asksForWhatIsUnknown() {
    new LinkedHashMap<>(unknown)
        .forEach(
            (key, sku) -> {
              Reply reply = RunContext.until(() -> market.changeStock(staff, sku, key, 1));
              journal.write(NAME, "deliver", key, sku, reply.said(), reply.detail());
            });
  }

  private void deliver(String key, String sku) {
    Reply reply = market.changeStock(staff, sku, key, 1);
    journal.write(NAME, "deliver", key, sku, reply.said(), reply.detail());
    if (reply.said() == Said.UNKNOWN) {
      unknown.put(key, sku);
    }
  }

  private void moveSomeOrder() {
    List<String> orders = new ArrayList<>(known.orders);
    if (!orders.isEmpty()) {
      String order = dice.of(orders);
      String step = dice.of(STEPS);
      Reply reply =
          market.web.post(
              market.url(Service.ORDERS, "/" + order + "/" + step), staff.token(), null, null);
      journal.write(NAME, step, null, order, reply.said(), reply.detail());
    }
  }
}
