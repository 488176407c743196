package io.tradewind.messaging;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Collects what a class logs while this is open. */
final class LogLines extends Handler implements AutoCloseable {

  private final Logger logger;
  private final List<LogRecord> said = new CopyOnWriteArrayList<>();

  private LogLines(Logger logger) {
    this.logger = logger;
    logger.addHandler(this);
  }

  static LogLines of(Class<?> who) {
    return new LogLines(Logger.getLogger(who.getName()));
  }

  List<LogRecord> of(Level level) {
    return said.stream().filter(line -> line.getLevel().equals(level)).toList();
  }

  @Override
  public void publish(LogRecord line) {
    said.add(line);
  }

  @Override
  public void flush() {
    // nothing is buffered
  }

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
