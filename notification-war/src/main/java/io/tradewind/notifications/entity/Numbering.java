package io.tradewind.notifications.entity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Assigns the next numbers of users whose counters are locked. The numbers follow the order of
 * arrival, and every number is used.
 */
public final class Numbering {

  private final Map<UUID, Long> last;

  /**
   * @param last the last number of each user in the batch
   */
  public Numbering(Map<UUID, Long> last) {
    this.last = new HashMap<>(last);
  }

  public List<Notification> number(List<NewNotification> news) {
    List<Notification> numbered = new ArrayList<>(news.size());
    for (NewNotification item : news) {
      numbered.add(item.numbered(last.merge(item.userId(), 1L, Long::sum)));
    }
    return numbered;
  }

  /** The last numbers after the assignment. */
  public Map<UUID, Long> last() {
    return Map.copyOf(last);
  }
}
