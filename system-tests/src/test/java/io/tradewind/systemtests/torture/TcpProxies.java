package io.tradewind.systemtests.torture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;

/**
 * TCP proxies between the services and their infrastructure; they can cut or silence connections.
 */
final class TcpProxies implements IntUnaryOperator, AutoCloseable {

  private static final int CHUNK = 32 * 1024;

  private final Map<Integer, Line> byPort = new ConcurrentHashMap<>();

  /** The port of a proxy that leads to this port. */
  @Override
  public int applyAsInt(int port) {
    return to(port).listener.getLocalPort();
  }

  Line to(int port) {
    return byPort.computeIfAbsent(port, Line::new);
  }

  @Override
  public void close() {
    byPort.values().forEach(Line::close);
  }

  /** Which connections of a line are affected. */
  enum Reach {
    ALL,
    EVERY_OTHER;

    boolean strikes(long connection) {
      return this == ALL || connection % 2 == 0;
    }
  }

  /** The connections to one port. */
  static final class Line implements AutoCloseable {

    private final int port;
    private final ServerSocket listener;
    private final Map<Socket, Long> open = new ConcurrentHashMap<>();
    private long accepted;
    private Reach silent;
    private Reach cut;

    Line(int port) {
      this.port = port;
      try {
        listener = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      daemon(this::accept);
    }

    /** Resets connections, and refuses new ones likewise, until {@link #heal}. */
    synchronized void cut(Reach reach) {
      cut = reach;
      open.forEach(
          (socket, number) -> {
            if (reach.strikes(number)) {
              reset(socket);
            }
          });
    }

    /** Keeps connections open, but passes nothing on until {@link #heal}. */
    synchronized void silence(Reach reach) {
      silent = reach;
    }

    synchronized void heal() {
      cut = null;
      silent = null;
      notifyAll();
    }

    private synchronized void awaitSound(long number) throws InterruptedException {
      while (silent != null && silent.strikes(number)) {
        wait();
      }
    }

    private synchronized boolean isCut(long number) {
      return cut != null && cut.strikes(number);
    }

    private void accept() {
      while (!listener.isClosed()) {
        try {
          Socket client = listener.accept();
          long number = ++accepted;
          open.put(client, number);
          daemon(() -> connect(client, number));
        } catch (IOException closed) {
          // the loop condition ends the thread
        }
      }
    }

    private void connect(Socket client, long number) {
      try {
        if (isCut(number)) {
          reset(client);
          return;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        open.put(server, number);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        daemon(() -> pump(server, client, number));
        pump(client, server, number);
      } catch (IOException refused) {
        reset(client);
      } finally {
        open.remove(client);
      }
    }

    private void pump(Socket from, Socket to, long number) {
      try (from;
          to) {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] bytes = new byte[CHUNK];
        for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
          awaitSound(number);
          out.write(bytes, 0, read);
        }
      } catch (IOException ended) {
        // both ends are closed
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      } finally {
        open.remove(from);
        open.remove(to);
      }
    }

    private static void reset(Socket socket) {
      try (socket) {
        socket.setSoLinger(true, 0);
      } catch (IOException closed) {
        // the socket is closed, as intended
      }
    }

    @Override
    public void close() {
      heal();
      try {
        listener.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      open.keySet().forEach(Line::reset);
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "line");
    thread.setDaemon(true);
    thread.start();
  }
}
