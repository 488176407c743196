package io.tradewind.messaging;

/**
 * A bean that keeps a copy of all that a channel carries: a partition of which the service's
 * database has taken nothing yet is read from its first message on, wherever the group stands.
 */
public interface ReplayFromStart {

  String channel();
}
