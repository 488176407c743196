package io.tradewind.systemtests.torture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;

/** TCP lines between the services and what they stand on, which can be cut and can fall silent. */
final class Lines implements IntUnaryOperator, AutoCloseable {

  private static final int CHUNK = 32 * 1024;

  private final Map<Integer, Line> byPort = new ConcurrentHashMap<>();

  /** The port of a line that leads to this port. */
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

  /** The connections to one port. */
  static final class Line implements AutoCloseable {

    private final int port;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private boolean silent;
    private boolean cut;

    Line(int port) {
      this.port = port;
      try {
        listener = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      daemon(this::accept);
    }

    /** Every connection is reset, and none can be made until {@link #heal}. */
    synchronized void cut() {
      cut = true;
      open.forEach(Line::reset);
    }

    /** Connections stay, and nothing comes through until {@link #heal}. */
    synchronized void silence() {
      silent = true;
    }

    synchronized void heal() {
      cut = false;
      silent = false;
      notifyAll();
    }

    private synchronized void awaitSound() throws InterruptedException {
      while (silent) {
        wait();
      }
    }

    private synchronized boolean isCut() {
      return cut;
    }

    private void accept() {
      while (!listener.isClosed()) {
        try {
          Socket client = listener.accept();
          open.add(client);
          daemon(() -> connect(client));
        } catch (IOException closed) {
          // the loop looks
        }
      }
    }

    private void connect(Socket client) {
      try {
        if (isCut()) {
          reset(client);
          return;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        open.add(server);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        daemon(() -> pump(server, client));
        pump(client, server);
      } catch (IOException refused) {
        reset(client);
      } finally {
        open.remove(client);
      }
    }

    private void pump(Socket from, Socket to) {
      try (from;
          to) {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] bytes = new byte[CHUNK];
        for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
          awaitSound();
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
        // it is what was wanted
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
      open.forEach(Line::reset);
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "line");
    thread.setDaemon(true);
    thread.start();
  }
}
