package io.tradewind.inventory.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.exceptions.JedisException;

class RedisTlsTest {

  /** 22 begins a TLS handshake; 42 is the asterisk that begins a Redis command. */
  @ParameterizedTest
  @CsvSource({"true, 22", "false, 42"})
  void theFirstByteIsTlsWhenThatIsSet(boolean tls, int firstByte) throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(10_000);
      var heard = CompletableFuture.supplyAsync(() -> firstByteOf(socket));
      var redis =
          new RedisStock(
              "localhost", socket.getLocalPort(), tls, Optional.empty(), Duration.ofSeconds(2));
      redis.open();
      assertThatThrownBy(() -> redis.raw(List.of("TEA-001"))).isInstanceOf(JedisException.class);
      redis.close();
      assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo(firstByte);
    }
  }

  /** The first byte received. The connection then ends, which the client treats as a failure. */
  private static int firstByteOf(ServerSocket socket) {
    try (Socket client = socket.accept()) {
      return client.getInputStream().read();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
