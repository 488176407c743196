package io.tradewind.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses the class path of the launcher, which has no platform API. */
class LocalMailTest {

  @Test
  void anAcceptedMailIsAFileForTheAddressee(@TempDir Path folder) throws Exception {
    int port = freePort();
    try (LocalMail mail = new LocalMail(folder, port)) {
      mail.start();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        converse(socket);
      }
      assertThat(mail.letters("ann@example.org")).singleElement().asString().contains("Welcome");
    }
  }

  private static void converse(Socket socket) throws Exception {
    socket.setSoTimeout(10_000);
    var in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    Writer out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.US_ASCII);
    assertThat(in.readLine()).startsWith("220");
    for (String line :
        List.of(
            "HELO test",
            "MAIL FROM:<shop@example.org>",
            "RCPT TO:<ann@example.org>",
            "DATA",
            "Subject: Welcome\r\n\r\nHello Ann\r\n.")) {
      out.write(line + "\r\n");
      out.flush();
      assertThat(in.readLine()).as(line).matches("[23]\\d\\d.*");
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
