package io.tradewind.messaging;

import io.tradewind.database.ServiceDatabase;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.eclipse.microprofile.reactive.streams.operators.PublisherBuilder;
import org.eclipse.microprofile.reactive.streams.operators.ReactiveStreams;

/** The only publisher of the service: all outgoing messages pass here. */
@ApplicationScoped
public class OutboxRelay {

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  ManagedThreadFactory threads;

  private final Pipe<Message<OutboxRow>> pipe = new Pipe<>();
  private final RelayLoop loop;

  /** Needed by the CDI proxy. */
  OutboxRelay() {
    this.loop = null;
  }

  @Inject
  OutboxRelay(
      ServiceDatabase database,
      RelayWakeUp signal,
      MessagingMetrics metrics,
      @ConfigProperty(name = "tradewind.outbox.keep") Duration kept) {
    OutboxHousekeeping housekeeping = new OutboxHousekeeping((int) kept.toDays());
    Republisher refill = new Republisher(signal);
    this.loop =
        new RelayLoop(
            database::unpooled, signal, pipe, metrics.outboxSent()::inc, housekeeping, refill);
    metrics.outbox(loop);
    metrics.outbox(housekeeping, refill);
  }

  @Outgoing("outbox")
  public PublisherBuilder<Message<OutboxRow>> relay() {
    return ReactiveStreams.fromPublisher(pipe);
  }

  void start() {
    threads.newThread(loop).start();
  }

  void stop() {
    loop.stop();
  }

  RelayLoop loop() {
    return loop;
  }
}
