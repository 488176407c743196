package io.tradewind.http.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwksFileTest {

  private static final byte[] KEYS = "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"1\"}]}".getBytes(UTF_8);

  @TempDir Path folder;

  @Test
  void theIssuersKeysAreKept() throws IOException {
    HttpServer issuer = issuer(200, KEYS);
    try {
      JwksFile file = new JwksFile(folder.resolve("below/jwks.json"));
      file.keep(PublicList.fetch(addressOf(issuer), JwksFile.MAX_BYTES));
      assertThat(folder.resolve("below/jwks.json")).hasBinaryContent(KEYS);
      assertThat(file.holdsKeys()).isTrue();
    } finally {
      issuer.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"keys\":[]}", "[]", "<html>", "{\"keys\":[{}]}"})
  void anIssuerInTroubleDoesNotReplaceTheLastGoodCopy(String answer) throws IOException {
    JwksFile file = new JwksFile(folder.resolve("jwks.json"));
    file.keep(KEYS);
    assertThatThrownBy(() -> file.keep(answer.getBytes(UTF_8))).isInstanceOf(IOException.class);
    assertThat(folder.resolve("jwks.json")).hasBinaryContent(KEYS);
  }

  @Test
  void anAnswerWithoutKeysIsNone() throws IOException {
    HttpServer issuer = issuer(503, KEYS);
    try {
      URI address = addressOf(issuer);
      assertThatThrownBy(() -> PublicList.fetch(address, JwksFile.MAX_BYTES))
          .hasMessage("status 503");
    } finally {
      issuer.stop(0);
    }
  }

  @Test
  void aFileThatIsNotThereHoldsNoKeys() {
    assertThat(new JwksFile(folder.resolve("none.json")).holdsKeys()).isFalse();
  }

  @Test
  void nothingIsLeftBesideTheFile() throws IOException {
    new JwksFile(folder.resolve("jwks.json")).keep(KEYS);
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  private static URI addressOf(HttpServer issuer) {
    return URI.create("http://localhost:" + issuer.getAddress().getPort() + "/jwks");
  }

  private static HttpServer issuer(int status, byte[] answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/jwks",
        exchange -> {
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    return server;
  }
}
