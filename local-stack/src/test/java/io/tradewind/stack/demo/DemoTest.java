package io.tradewind.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Scenes that fail; the running system shows the scenes that succeed. */
class DemoTest {

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void anAnswerThatIsNotOfTheStoryEndsItAndIsSaid() throws IOException {
    HttpServer shop =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    shop.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(500, -1);
          exchange.close();
        });
    shop.start();
    try {
      assertThat(demoAt(shop.getAddress().getPort())).isFalse();
      assertThat(said.toString(StandardCharsets.UTF_8))
          .contains("WRONG: POST /api/users answered 500")
          .doesNotContain("came out right");
    } finally {
      shop.stop(0);
    }
  }

  @Test
  void nobodyThereEndsItAndIsSaid() {
    assertThat(demoAt(1)).isFalse();
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("WRONG: POST /api/users failed");
  }

  private boolean demoAt(int port) {
    URI shop = URI.create("http://localhost:" + port + "/");
    Addresses everywhere = new Addresses(shop, shop, shop, shop, shop);
    return new Demo(everywhere, "none", new PrintStream(said, true, StandardCharsets.UTF_8)).act();
  }
}
