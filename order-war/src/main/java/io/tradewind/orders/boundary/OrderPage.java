package io.tradewind.orders.boundary;

import io.tradewind.http.Page;
import io.tradewind.orders.control.Orders.Listed;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One page of orders.
 *
 * @param next the cursor of the next page, or null when this is the last
 * @param unreadable orders of this page that this version cannot show, because a newer one wrote
 *     them
 */
@Schema(name = "PageOrderView")
record OrderPage(
    List<OrderView> items, @Schema(nullable = true) String next, List<UUID> unreadable) {

  static OrderPage of(Page<Listed<OrderView>> page) {
    return new OrderPage(
        page.items().stream().filter(Listed::readable).map(Listed::view).toList(),
        page.next(),
        page.items().stream().filter(listed -> !listed.readable()).map(Listed::id).toList());
  }
}
