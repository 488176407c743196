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

/** Staff: ships, delivers, takes back, and adds single units of scarce products. */
final class StaffMember {

  private static final String NAME = "clerk";
  private static final List<String> STEPS =
      List.of("shipment", "shipment", "delivery", "return", "return");

  private final RunContext context;
  private final Person staff;
  private final Journal journal;
  private final SharedState known;
  private final ActorRandom random;

  /** SKU by key, of deliveries without an answer. */
  private final Map<String, String> unknown = new LinkedHashMap<>();

  StaffMember(long seed, RunContext context, Person staff, Journal journal, SharedState known) {
    this.context = context;
    this.staff = staff;
    this.journal = journal;
    this.known = known;
    this.random = new ActorRandom(seed, NAME);
  }

  void works(BooleanSupplier goesOn) {
    while (goesOn.getAsBoolean()) {
      if (random.percent(12)) {
        deliver(UUID.randomUUID().toString(), random.of(context.skus.subList(2, 4)));
      } else {
        moveSomeOrder();
      }
      random.passes(30, 200);
    }
  }

  void asksForWhatIsUnknown() {
    new LinkedHashMap<>(unknown)
        .forEach(
            (key, sku) -> {
              Reply reply = RunContext.until(() -> context.changeStock(staff, sku, key, 1));
              journal.write(NAME, "deliver", key, sku, reply.said(), reply.detail());
            });
  }

  private void deliver(String key, String sku) {
    Reply reply = context.changeStock(staff, sku, key, 1);
    journal.write(NAME, "deliver", key, sku, reply.said(), reply.detail());
    if (reply.said() == Said.UNKNOWN) {
      unknown.put(key, sku);
    }
  }

  private void moveSomeOrder() {
    List<String> orders = new ArrayList<>(known.orders);
    if (!orders.isEmpty()) {
      String order = random.of(orders);
      String step = random.of(STEPS);
      Reply reply =
          context.web.post(
              context.url(Service.ORDERS, "/" + order + "/" + step), staff.token(), null, null);
      journal.write(NAME, step, null, order, reply.said(), reply.detail());
    }
  }
}
