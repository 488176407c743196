package io.tradewind.messaging;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Nothing is handled before the application has started, and nothing after it began to stop. */
@WebListener
public class MessagingLifecycle implements ServletContextListener {

  @Inject private Channels channels;
  @Inject private OutboxRelay relay;

  @Override
  public void contextInitialized(ServletContextEvent started) {
    channels.startAll();
    relay.start();
  }

  @Override
  public void contextDestroyed(ServletContextEvent stopping) {
    channels.stopAll();
    relay.stop();
  }
}
