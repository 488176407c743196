package io.tradewind.http.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.database.ArrayParameters;
import io.tradewind.database.ServiceDatabase;
import io.tradewind.http.idempotency.StoredAnswers.Answer;
import io.tradewind.http.idempotency.StoredAnswers.Found;
import io.tradewind.http.idempotency.StoredAnswers.Request;
import io.tradewind.stack.LocalPostgres;
import io.tradewind.values.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredAnswersIT {

  private static final String SERVICE = "answers";
  private static final UUID ALICE = new UUID(7, 1);
  private static final UUID BOB = new UUID(7, 2);
  private static final byte[] HASH = Sha256.of("body");

  @TempDir static Path folder;
  private static LocalPostgres postgres;

  @BeforeAll
  static void start() throws IOException, SQLException {
    postgres = LocalPostgres.start(folder);
    postgres.createDatabase(SERVICE);
    try (InputStream migration =
            StoredAnswers.class.getResourceAsStream("/db/shared/V000_1__idempotency.sql");
        Connection owner = postgres.connect(SERVICE, SERVICE + "_owner");
        Statement statement = owner.createStatement()) {
      statement.execute(
          new String(migration.readAllBytes(), UTF_8).replace("${runtime_role}", SERVICE));
    }
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void theFirstMayActAndWhoComesLaterIsAnsweredTheSame() throws SQLException {
    Request request = request(ALICE, "place-order");
    Answer answer = new Answer(202, "/api/orders/1", "{}".getBytes(UTF_8), HASH);
    assertThat(find(request)).isEqualTo(new Found(true, null));
    assertThat(store(request, answer)).isTrue();
    Found again = find(request);
    assertThat(again.answer()).usingRecursiveComparison().isEqualTo(answer);
  }

  @Test
  void anAnswerWithoutBodyOrPlaceIsStoredToo() throws SQLException {
    Request request = request(ALICE, "ship");
    store(request, new Answer(204, null, null, HASH));
    Found again = find(request);
    assertThat(again.answer().status()).isEqualTo(204);
    assertThat(again.answer().body()).isNull();
    assertThat(again.answer().location()).isNull();
  }

  @Test
  void aKeyBelongsToItsCallerAndOperation() throws SQLException {
    Request request = request(ALICE, "place-order");
    store(request, new Answer(202, null, null, HASH));
    for (Request other :
        List.of(
            new Request(BOB, request.operation(), request.key(), HASH),
            new Request(ALICE, "cancel", request.key(), HASH))) {
      assertThat(find(other)).isEqualTo(new Found(true, null));
    }
  }

  @Test
  void aSecondRequestMayNotActWhileTheFirstIsHandled() throws SQLException {
    Request request = request(ALICE, "place-order");
    try (Connection first = begun();
        Connection second = begun()) {
      assertThat(on(first).lockAndFind(List.of(request)).get(0).locked()).isTrue();
      assertThat(on(second).lockAndFind(List.of(request))).containsExactly(new Found(false, null));
      first.rollback();
      assertThat(on(second).lockAndFind(List.of(request)).get(0).locked()).isTrue();
    }
  }

  @Test
  void aCallerWhoLookedBeforeTheFirstCommitStoresNothing() throws SQLException {
    Request request = request(ALICE, "place-order");
    Answer answer = new Answer(202, null, null, HASH);
    store(request, answer);
    assertThat(store(request, answer)).isFalse();
  }

  @Test
  void answersWrittenBeforeTheCommitAreStoredUnlessOneWasGivenMeanwhile() throws SQLException {
    Request request = request(ALICE, "place-order");
    Answer answer = new Answer(202, "/api/orders/1", "{}".getBytes(UTF_8), HASH);
    NewAnswers answers = new NewAnswers();
    answers.add(
        Map.of(request, answer, request(BOB, "place-order"), new Answer(204, null, null, HASH)));
    try (Connection connection = begun()) {
      write(connection, answers);
      connection.commit();
    }
    assertThat(find(request).answer()).usingRecursiveComparison().isEqualTo(answer);

    try (Connection late = begun()) {
      assertThatThrownBy(() -> write(late, answers))
          .isInstanceOfSatisfying(
              SQLException.class, twice -> assertThat(twice.getSQLState()).isEqualTo("23505"));
    }
  }

  private static void write(Connection connection, NewAnswers answers) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("with " + answers.expressions() + " select 1")) {
      answers.bind(new ArrayParameters(statement));
      statement.execute();
    }
  }

  @Test
  void manyAtOnceAreEachAnsweredByWhatIsKnownOfThem() throws SQLException {
    Request stored = request(ALICE, "place-order");
    Request held = request(ALICE, "place-order");
    Request fresh = request(BOB, "place-order");
    Answer answer = new Answer(202, "/api/orders/1", "{}".getBytes(UTF_8), HASH);
    store(stored, answer);
    try (Connection other = begun()) {
      on(other).lockAndFind(List.of(held));
      List<Found> found =
          inTransaction(answers -> answers.lockAndFind(List.of(held, stored, fresh)));
      assertThat(found).extracting(Found::locked).containsExactly(false, true, true);
      assertThat(found.get(1).answer()).usingRecursiveComparison().isEqualTo(answer);
      assertThat(found).extracting(Found::answer).element(2).isNull();
    }
    Answer another = new Answer(202, null, null, HASH);
    boolean allStored =
        inTransaction(answers -> answers.store(Map.of(stored, another, fresh, another)));
    assertThat(allStored).isFalse();
  }

  @Test
  void fiftyAtOnceActOnce() throws Exception {
    Request request = request(BOB, "place-order");
    AtomicInteger acts = new AtomicInteger();
    Callable<Void> attempt =
        () -> {
          inTransaction(
              answers -> {
                Found found = answers.lockAndFind(List.of(request)).get(0);
                if (found.answer() == null
                    && found.locked()
                    && answers.store(Map.of(request, new Answer(202, null, null, HASH)))) {
                  acts.incrementAndGet();
                }
                return null;
              });
          return null;
        };
    runAtOnce(attempt, 50);
    assertThat(acts).hasValue(1);
  }

  @Test
  void oldAnswersAreForgottenInPortions() throws SQLException {
    forget(Duration.ofSeconds(-10), Integer.MAX_VALUE);
    for (int number = 0; number < 3; number++) {
      Request request = request(ALICE, "place-order");
      store(request, new Answer(202, null, null, HASH));
    }
    assertThat(forget(Duration.ofHours(1), 10)).isZero();
    assertThat(forget(Duration.ofSeconds(-10), 2)).isEqualTo(2);
    assertThat(forget(Duration.ofSeconds(-10), 2)).isEqualTo(1);
  }

  private static void runAtOnce(Callable<Void> attempt, int times)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Void>> attempts = new ArrayList<>();
      for (int number = 0; number < times; number++) {
        attempts.add(attempt);
      }
      for (Future<Void> done : threads.invokeAll(attempts)) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private static Request request(UUID caller, String operation) {
    return new Request(caller, operation, UUID.randomUUID().toString(), HASH);
  }

  private static Found find(Request request) throws SQLException {
    return inTransaction(answers -> answers.lockAndFind(List.of(request)).get(0));
  }

  private static boolean store(Request request, Answer answer) throws SQLException {
    return inTransaction(answers -> answers.store(Map.of(request, answer)));
  }

  private static int forget(Duration olderThan, int atMost) throws SQLException {
    return inTransaction(answers -> answers.forget(olderThan, atMost));
  }

  private static <T> T inTransaction(Function<StoredAnswers, T> work) throws SQLException {
    try (Connection connection = begun()) {
      T result = work.apply(on(connection));
      connection.commit();
      return result;
    }
  }

  private static Connection begun() throws SQLException {
    Connection connection = postgres.connect(SERVICE, SERVICE);
    connection.setAutoCommit(false);
    return connection;
  }

  /** As in the container, closing a handle leaves the transaction's connection open. */
  private static StoredAnswers on(Connection connection) {
    Connection handle =
        proxy(
            Connection.class,
            (proxied, method, arguments) ->
                method.getName().equals("close") ? null : method.invoke(connection, arguments));
    DataSource source = proxy(DataSource.class, (proxied, method, arguments) -> handle);
    return new StoredAnswers(
        new ServiceDatabase() {
          @Override
          public DataSource pooled() {
            return source;
          }
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
