package io.tradewind.systemtests.cost;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import io.tradewind.stack.LocalPostgres;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's own log of all statements of the services, until it is closed. Statements that an
 * idle system executes too do not count.
 */
final class StatementLog implements AutoCloseable {

  private static final String PREFIX = "%u|%a|%c %v|";

  /** User, application, session and transaction, then the statement; it may continue below. */
  private static final Pattern LINE =
      Pattern.compile("([^|]*)\\|([^|]*)\\|([^|]*)\\|LOG:  (?:statement|execute [^:]+): (.*)");

  private static final Pattern FRAME = Pattern.compile("(?i)begin.*|commit.*|rollback.*|set .*");

  private final LocalPostgres postgres;
  private final Set<String> idle = new HashSet<>();

  /**
   * @param relay whether the relay of the outbox executed it, which sends many orders' messages
   *     with one
   */
  record Executed(String user, boolean relay, String transaction, String text) {

    @Override
    public String toString() {
      return "%s%s %s %s".formatted(user, relay ? " (relay)" : "", transaction, text);
    }

    boolean isFrame() {
      return FRAME.matcher(text).matches();
    }
  }

  StatementLog(LocalPostgres postgres) throws SQLException {
    this.postgres = postgres;
    set("log_parameter_max_length", "0");
    set("log_line_prefix", "'" + PREFIX + "'");
    set("log_statement", "'all'");
    reload();
  }

  long end() throws IOException {
    return Files.size(postgres.log());
  }

  /** What was executed since then belongs to no order. */
  void isIdleSince(long position) throws IOException {
    executed(position).forEach(statement -> idle.add(statement.text()));
  }

  /** The statements since then, by transaction, without those that an idle system has too. */
  List<List<Executed>> transactionsSince(long position) throws IOException {
    return executed(position).stream()
        .filter(statement -> !statement.isFrame())
        .collect(groupingBy(Executed::transaction, LinkedHashMap::new, toList()))
        .values()
        .stream()
        .filter(statements -> !idle.containsAll(textsOf(statements)))
        .toList();
  }

  private static Set<String> textsOf(Collection<Executed> statements) {
    return statements.stream().map(Executed::text).collect(toSet());
  }

  private List<Executed> executed(long position) throws IOException {
    List<Executed> statements = new ArrayList<>();
    Executed last = null;
    for (String line : text(position).split("\n")) {
      Matcher head = LINE.matcher(line);
      if (head.matches()) {
        last = null;
        if (!head.group(1).equals("postgres")) {
          last =
              new Executed(
                  head.group(1),
                  head.group(2).endsWith("-relay"),
                  head.group(3),
                  head.group(4).strip());
          statements.add(last);
        }
      } else if (last != null && line.startsWith("\t")) {
        statements.remove(statements.size() - 1);
        last =
            new Executed(
                last.user(), last.relay(), last.transaction(), last.text() + ' ' + line.strip());
        statements.add(last);
      } else {
        last = null;
      }
    }
    return statements;
  }

  private String text(long position) throws IOException {
    try (SeekableByteChannel file = Files.newByteChannel(postgres.log())) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size() - position));
      file.position(position);
      while (bytes.hasRemaining() && file.read(bytes) >= 0) {
        continue;
      }
      return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }
  }

  private void set(String name, String value) throws SQLException {
    execute("alter system set " + name + " = " + value);
  }

  private void reload() throws SQLException {
    execute("select pg_reload_conf()");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = postgres.superuser("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    for (String name : List.of("log_statement", "log_line_prefix", "log_parameter_max_length")) {
      execute("alter system reset " + name);
    }
    reload();
  }
}
