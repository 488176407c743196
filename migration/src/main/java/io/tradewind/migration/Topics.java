package io.tradewind.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** The declared topics: {@code name = partitions[, compact]}. */
public final class Topics {

  private static final long SECONDS = 30;

  private final Properties declared;

  private Topics(Properties declared) {
    this.declared = declared;
  }

  public static Topics of(Properties declared) {
    return new Topics(declared);
  }

  public Set<String> names() {
    return declared.stringPropertyNames();
  }

  /**
   * For Kafka's admin client.
   *
   * @param replicas how many brokers have each partition
   * @param inSync how many of them must have a message before it counts as stored
   */
  public List<NewTopic> with(int replicas, int inSync) {
    return names().stream().sorted().map(name -> topic(name, (short) replicas, inSync)).toList();
  }

  private NewTopic topic(String name, short replicas, int inSync) {
    String[] terms = declared.getProperty(name).strip().split("\\s*,\\s*");
    Map<String, String> configuration = new HashMap<>();
    configuration.put("min.insync.replicas", Integer.toString(inSync));
    if (terms.length > 1) {
      configuration.put("cleanup.policy", terms[1]);
    }
    return new NewTopic(name, Integer.parseInt(terms[0]), replicas).configs(configuration);
  }

  /** Creates the missing ones of the given topics; existing ones are not changed. */
  public static void create(Admin admin, List<NewTopic> topics) {
    List<NewTopic> missing = new ArrayList<>(topics);
    Collection<String> there = existing(admin);
    missing.removeIf(topic -> there.contains(topic.name()));
    admin.createTopics(missing).values().forEach(Topics::created);
  }

  private static void created(String topic, KafkaFuture<Void> creation) {
    try {
      await(creation, "Kafka did not create the topic " + topic);
    } catch (MigrationFailure e) {
      // another service created it first
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  /** Waits until all of them were created elsewhere. */
  public void require(Admin admin, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!existing(admin).containsAll(names())) {
      if (System.nanoTime() - deadline > 0) {
        List<String> missing = new ArrayList<>(names());
        missing.removeAll(existing(admin));
        throw new MigrationFailure(
            "Topics are missing: %s. Create them, or set TOPICS=create.".formatted(missing));
      }
      pause();
    }
  }

  private static Set<String> existing(Admin admin) {
    return await(admin.listTopics().names(), "Kafka does not list its topics");
  }

  private static <T> T await(KafkaFuture<T> answer, String otherwise) {
    try {
      return answer.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new MigrationFailure(otherwise + ": " + e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new MigrationFailure(otherwise + " within " + SECONDS + " s.", e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static MigrationFailure interrupted() {
    Thread.currentThread().interrupt();
    return new MigrationFailure("Interrupted while waiting for Kafka.");
  }
}
