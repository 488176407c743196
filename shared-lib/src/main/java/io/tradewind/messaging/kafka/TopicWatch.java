package io.tradewind.messaging.kafka;

import io.tradewind.database.TransientFailure;
import io.tradewind.scheduling.Interval;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Checks by its id whether a topic was replaced. A topic that is deleted and created again keeps
 * its name and counts from 0, and Kafka's client silently continues at the offset of the old one.
 * The id is queried once a second, without waiting for the answer.
 */
final class TopicWatch implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(TopicWatch.class.getName());
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final int REQUEST_MILLIS = 5_000;
  private static final int PATIENCE_MILLIS = 10_000;

  /**
   * Without it, Kafka's client 4.4.0 goes back to the bootstrap servers hundreds of times a second
   * while no broker can be reached, and logs a line each time.
   */
  private static final long RETRY_MILLIS = 1_000;

  private final String topic;
  private final Supplier<KafkaFuture<Uuid>> question;
  private final AutoCloseable client;
  private final Interval looks;
  private final Uuid id;
  private KafkaFuture<Uuid> asked;
  private boolean missing;
  private boolean madeAgain;

  /**
   * @param settings as of {@link KafkaSettings#consumer}
   * @throws IllegalStateException when the topic does not exist
   * @throws TransientFailure when the broker does not answer in time
   */
  static TopicWatch over(Map<String, Object> settings, String topic) {
    Map<String, Object> own = new HashMap<>(settings);
    own.keySet()
        .removeIf(
            name ->
                ConsumerConfig.configNames().contains(name)
                    && !AdminClientConfig.configNames().contains(name));
    own.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    own.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    own.put(AdminClientConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_MILLIS);
    Admin admin = Admin.create(own);
    AutoCloseable client = () -> admin.close(Duration.ofSeconds(1));
    try {
      return new TopicWatch(
          topic,
          () ->
              admin
                  .describeTopics(List.of(topic))
                  .topicNameValues()
                  .get(topic)
                  .thenApply(TopicDescription::topicId),
          new Interval(BETWEEN_LOOKS),
          client);
    } catch (RuntimeException unusable) {
      admin.close(Duration.ZERO);
      throw unusable;
    }
  }

  TopicWatch(
      String topic, Supplier<KafkaFuture<Uuid>> question, Interval looks, AutoCloseable client) {
    this.topic = topic;
    this.question = question;
    this.looks = looks;
    this.client = client;
    this.id = firstAnswer();
  }

  private Uuid firstAnswer() {
    try {
      return question.get().get();
    } catch (ExecutionException unanswered) {
      if (unanswered.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new IllegalStateException(
            "topic " + topic + " does not exist: create it first", unanswered);
      }
      if (unanswered.getCause() instanceof RetriableException notNow) {
        throw new TransientFailure("the broker does not say which topics it has", notNow);
      }
      throw new KafkaException("the broker does not say which topic it has", unanswered.getCause());
    } catch (InterruptedException stopping) {
      throw new InterruptException(stopping);
    }
  }

  Uuid id() {
    return id;
  }

  /** Whether another topic of the same name has replaced it, as of the last answer. */
  boolean madeAgain() {
    if (asked != null && asked.isDone()) {
      answered(asked);
      asked = null;
    }
    if (asked == null && looks.passed()) {
      looks.restart();
      asked = question.get();
    }
    return madeAgain;
  }

  private void answered(KafkaFuture<Uuid> answer) {
    try {
      madeAgain = !id.equals(answer.getNow(id));
      if (missing) {
        LOG.log(System.Logger.Level.WARNING, "topic {0} is there again", topic);
      }
      missing = false;
    } catch (Exception unanswered) {
      unanswered(unanswered);
    }
  }

  private void unanswered(Exception failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (cause instanceof UnknownTopicOrPartitionException && !missing) {
      missing = true;
      LOG.log(System.Logger.Level.ERROR, "topic {0} is gone: waiting until it is there", topic);
    } else {
      LOG.log(System.Logger.Level.DEBUG, "the broker does not say which topic it has: {0}", cause);
    }
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (Exception failed) {
      LOG.log(System.Logger.Level.DEBUG, "not closed: {0}", failed);
    }
  }
}
