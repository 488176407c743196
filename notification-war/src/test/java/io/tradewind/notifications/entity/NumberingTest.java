package io.tradewind.notifications.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NumberingTest {

  private final UUID ann = UUID.randomUUID();
  private final UUID bob = UUID.randomUUID();

  @Test
  void everyUserIsCountedFromTheirOwnLastNumberWithoutHoles() {
    Numbering numbering = new Numbering(Map.of(ann, 0L, bob, 7L));

    List<Notification> numbered =
        numbering.number(List.of(newsFor(ann), newsFor(bob), newsFor(ann), newsFor(ann)));

    assertThat(numbered).extracting(Notification::seq).containsExactly(1L, 8L, 2L, 3L);
    assertThat(numbering.last()).containsEntry(ann, 3L).containsEntry(bob, 8L);
  }

  @Test
  void aClientWithoutNewsKeepsItsPosition() {
    Numbering numbering = new Numbering(Map.of(ann, 4L, bob, 7L));

    numbering.number(List.of(newsFor(bob)));

    assertThat(numbering.last()).containsEntry(ann, 4L);
  }

  private static NewNotification newsFor(UUID user) {
    return new NewNotification(UUID.randomUUID(), user, "OrderShipped", "{}", Instant.EPOCH, null);
  }
}
