package io.tradewind.microshed;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Replaces an application server, at an address that is given to MicroShed explicitly. */
class ShipServer implements BeforeAllCallback, AfterAllCallback {

  private HttpServer server;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    server.createContext("/ships/", ShipServer::answer);
    server.start();
    System.setProperty("microshed_manual_env", "true");
    System.setProperty("microshed_hostname", "localhost");
    System.setProperty("microshed_http_port", String.valueOf(server.getAddress().getPort()));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String name = exchange.getRequestURI().getPath().substring("/ships/".length());
    byte[] body = ("{\"name\":\"" + name + "\"}").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
