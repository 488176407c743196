package io.tradewind.messaging;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Messages are handled only between the start of the application and the begin of its stop. */
@WebListener
public class MessagingLifecycle implements ServletContextListener {

  @Inject Channels channels;
  @Inject OutboxRelay relay;

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
