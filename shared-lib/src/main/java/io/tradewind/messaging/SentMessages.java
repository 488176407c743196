package io.tradewind.messaging;

import io.tradewind.contracts.Message;
import io.tradewind.contracts.Topic;
import io.tradewind.database.ServiceDatabase;
import io.tradewind.database.TransientFailure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * What this service has sent, read from the broker. A service whose database was restored to an
 * earlier time learns here what it has sent since.
 */
@ApplicationScoped
public class SentMessages {

  private static final System.Logger LOG = System.getLogger(SentMessages.class.getName());

  private final List<Reader> readers = new CopyOnWriteArrayList<>();
  private final ServiceDatabase database;

  /** Needed by the CDI proxy. */
  SentMessages() {
    this(null);
  }

  @Inject
  public SentMessages(ServiceDatabase database) {
    this.database = database;
  }

  /** Reads a topic at a broker; each connector provides one. */
  @FunctionalInterface
  public interface Reader {
    /**
     * In order per key, up to the end of the topic as of the call.
     *
     * @param since messages sent before may be skipped; null reads from the first message
     * @throws TransientFailure when the broker does not answer
     */
    void read(Topic topic, Instant since, Consumer<RawMessage> each);
  }

  /** The name of a service in {@code ce_source}. */
  public static String sourceOf(String service) {
    return "/tradewind/" + service;
  }

  public void readBy(Reader reader) {
    readers.add(reader);
  }

  /**
   * Every message of this service on one of its topics. Messages of others and unreadable ones are
   * skipped.
   *
   * @param since as of {@link Reader#read}
   * @throws TransientFailure when the broker does not answer, or no connector has been opened yet
   */
  public void read(Topic topic, Instant since, Consumer<Envelope<Message>> each) {
    if (readers.isEmpty()) {
      throw new TransientFailure("nothing is connected yet", null);
    }
    String own = sourceOf(database.service());
    readers
        .get(0)
        .read(
            topic,
            since,
            raw -> {
              if (own.equals(raw.headers().get(Headers.SOURCE))) {
                readable(topic, raw, each);
              }
            });
  }

  private static void readable(Topic topic, RawMessage raw, Consumer<Envelope<Message>> each) {
    Envelope<Message> message;
    try {
      message = IncomingChannel.read(topic, raw);
    } catch (UnreadableMessage unreadable) {
      LOG.log(System.Logger.Level.WARNING, "{0} cannot be read: {1}", raw.recordId(), unreadable);
      return;
    }
    each.accept(message);
  }
}
