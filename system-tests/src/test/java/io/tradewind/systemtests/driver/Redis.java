package io.tradewind.systemtests.driver;

import io.tradewind.stack.LocalRedis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Deletes all data of the real-time view. */
public final class Redis {

  private Redis() {}

  public static void empty(LocalRedis redis) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
      String commands = "AUTH " + redis.password() + "\r\nFLUSHALL\r\n";
      socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
      BufferedReader answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      if (!"+OK".equals(answers.readLine()) || !"+OK".equals(answers.readLine())) {
        throw new IllegalStateException("Redis did not empty itself");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
