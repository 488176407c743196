package io.tradewind.http.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpSelfCheckTest {

  private final AtomicInteger status = new AtomicInteger();
  private HttpServer server;
  private HttpSelfCheck selfCheck;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/orders/operations/outbox",
        exchange -> {
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    server.start();
    selfCheck = new HttpSelfCheck("orders", "*", server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void resourcesThatCouldNotBeMadeDoNotAnswer() {
    for (int failure : new int[] {500, 503, 404, 200}) {
      status.set(failure);
      assertThat(selfCheck.had()).as("%s", failure).isFalse();
    }
  }

  @Test
  void aRefusedStrangerIsAnAnswerAndOneIsEnough() {
    status.set(401);
    assertThat(selfCheck.had()).isTrue();
    server.stop(0);
    assertThat(selfCheck.had()).isTrue();
  }

  @Test
  void nobodyThereIsNoAnswer() {
    server.stop(0);
    assertThat(selfCheck.had()).isFalse();
  }

  @Test
  void anAddressOfItsOwnIsAskedThere() {
    status.set(401);
    int port = server.getAddress().getPort();
    assertThat(new HttpSelfCheck("orders", "127.0.0.1", port).had()).isTrue();
    assertThat(new HttpSelfCheck("orders", "127.0.0.2", port).had()).isFalse();
  }
}
