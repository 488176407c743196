package io.tradewind.inventory.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.stack.LocalRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts, run by a real Redis, because nothing else can test them. */
class RedisStockIT {

  private static final String TEA = "TEA-001";

  @TempDir Path folder;
  private LocalRedis server;
  private RedisStock redis;

  @BeforeEach
  void connect() {
    server = LocalRedis.start(folder);
    redis =
        new RedisStock(
            "localhost",
            server.port(),
            false,
            Optional.of(server.password()),
            Duration.ofSeconds(2));
    redis.open();
  }

  @AfterEach
  void stop() {
    redis.close();
    server.close();
  }

  @Test
  void anOlderVersionNeverOverwritesANewerOne() {
    redis.show(List.of(at(5, 50)));
    redis.show(List.of(at(3, 30), at(5, 99)));
    assertThat(redis.raw(List.of(TEA))).isEqualTo(Map.of(TEA, "5:50"));

    redis.show(List.of(at(6, 60)));
    assertThat(redis.raw(List.of(TEA))).isEqualTo(Map.of(TEA, "6:60"));
  }

  @Test
  void aRepairReplacesNothingButWhatWasSeen() {
    redis.show(List.of(at(5, 50)));
    redis.repair(List.of(at(5, 40)), Map.of(TEA, "5:49"));
    redis.repair(List.of(at(5, 40)), Map.of());
    assertThat(redis.raw(List.of(TEA))).isEqualTo(Map.of(TEA, "5:50"));

    redis.repair(List.of(at(5, 40)), Map.of(TEA, "5:50"));
    assertThat(redis.raw(List.of(TEA))).isEqualTo(Map.of(TEA, "5:40"));
  }

  private static Availability at(long version, long available) {
    return new Availability(TEA, available, version);
  }
}
