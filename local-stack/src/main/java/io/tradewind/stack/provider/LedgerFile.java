package io.tradewind.stack.provider;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * The ledger on disk: one JSON line per operation, append-only.
 *
 * <p>One thread writes. It takes all lines that have gathered while the disk was busy and flushes
 * once, so that all waiting operations share a flush.
 */
final class LedgerFile implements AutoCloseable {

  private record Entry(LedgerLine line, CompletableFuture<Void> onDisk) {}

  private static final Entry END = new Entry(null, null);

  private final BlockingQueue<Entry> waiting = new LinkedBlockingQueue<>();
  private final FileChannel channel;
  private final ObjectWriter writer;
  private final Thread thread;

  /** Reads the existing lines, in order, then is ready for more. */
  LedgerFile(Path file, Consumer<LedgerLine> known) throws IOException {
    writer = Json.MAPPER.writerFor(LedgerLine.class);
    if (file.toAbsolutePath().getParent() != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    channel.truncate(replay(Files.readAllBytes(file), known));
    channel.position(channel.size());
    thread = new Thread(this::write, "provider-ledger");
    thread.start();
  }

  /**
   * A crash may leave half a line at the end. It was never acknowledged, so it is cut off.
   *
   * @return the bytes of the complete lines
   */
  private static int replay(byte[] bytes, Consumer<LedgerLine> known) throws IOException {
    ObjectReader reader = Json.MAPPER.readerFor(LedgerLine.class);
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        known.accept(reader.readValue(bytes, start, i - start));
        start = i + 1;
      }
    }
    return start;
  }

  /** Appends a line; lines reach the file in the order of the calls. */
  CompletableFuture<Void> append(LedgerLine line) {
    CompletableFuture<Void> onDisk = new CompletableFuture<>();
    waiting.add(new Entry(line, onDisk));
    return onDisk;
  }

  private void write() {
    List<Entry> group = new ArrayList<>();
    try {
      while (true) {
        group.add(waiting.take());
        waiting.drainTo(group);
        boolean last = group.remove(END);
        force(group);
        group.forEach(entry -> entry.onDisk.complete(null));
        if (last) {
          return;
        }
        group.clear();
      }
    } catch (IOException | InterruptedException broken) {
      group.forEach(entry -> entry.onDisk.completeExceptionally(broken));
      throw new IllegalStateException("the ledger cannot be written", broken);
    }
  }

  private void force(List<Entry> group) throws IOException {
    if (group.isEmpty()) {
      return;
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream(256 * group.size());
    for (Entry entry : group) {
      lines.writeBytes(writer.writeValueAsBytes(entry.line));
      lines.write('\n');
    }
    ByteBuffer bytes = ByteBuffer.wrap(lines.toByteArray());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(false);
  }

  @Override
  public void close() {
    waiting.add(END);
    try {
      thread.join();
      channel.close();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
