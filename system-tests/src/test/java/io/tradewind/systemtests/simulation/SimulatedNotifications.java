package io.tradewind.systemtests.simulation;

import io.tradewind.systemtests.books.Facts.Notification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The simulated notifications service: one notification for each event, numbered by user. */
final class SimulatedNotifications {

  private final Set<UUID> heard = new HashSet<>();
  private final Map<UUID, Long> numbers = new HashMap<>();
  private final List<Notification> told = new ArrayList<>();
  private final Set<PlantedBug> bugs;

  SimulatedNotifications(Set<PlantedBug> bugs) {
    this.bugs = bugs;
  }

  void take(Wire.News news) {
    if (heard.add(news.id()) || bugs.contains(PlantedBug.NEWS_TOLD_AGAIN)) {
      long number = numbers.merge(news.userId(), 1L, Long::sum);
      told.add(new Notification(news.userId(), number, news.type(), news.orderId()));
    }
  }

  List<Notification> told() {
    return told;
  }
}
