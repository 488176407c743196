package io.tradewind.contracts;

import io.tradewind.contracts.inventory.InventoryCommand;
import io.tradewind.contracts.inventory.InventoryEvent;
import io.tradewind.contracts.inventory.ProductEvent;
import io.tradewind.contracts.orders.OrderEvent;
import io.tradewind.contracts.payments.PaymentCommand;
import io.tradewind.contracts.payments.PaymentEvent;
import io.tradewind.contracts.users.UserEvent;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The topics and their message types: one sealed interface per topic. Their numbers of partitions
 * are in {@code topics.properties}, which the tools that create them read.
 */
public enum Topic {
  PAYMENT_COMMANDS("payment-commands", "orderId", PaymentCommand.class),
  PAYMENT_EVENTS("payment-events", "orderId", PaymentEvent.class),
  INVENTORY_COMMANDS("inventory-commands", "orderId", InventoryCommand.class),
  INVENTORY_EVENTS("inventory-events", "orderId", InventoryEvent.class),
  ORDER_EVENTS("order-events", "orderId", OrderEvent.class),
  USER_EVENTS("user-events", "userId", UserEvent.class),
  PRODUCT_EVENTS("product-events", "sku", ProductEvent.class);

  private final String topicName;
  private final String key;
  private final Class<? extends Message> carries;
  private final Map<String, Class<? extends Message>> types = new LinkedHashMap<>();

  Topic(String topicName, String key, Class<? extends Message> carries) {
    this.topicName = topicName;
    this.key = key;
    this.carries = carries;
    for (Class<?> permitted : carries.getPermittedSubclasses()) {
      Class<? extends Message> message = permitted.asSubclass(Message.class);
      types.put(typeOf(message), message);
    }
  }

  /** The topic's name at the broker and the name of the channel. */
  public String topicName() {
    return topicName;
  }

  /** The name of its messages' key, such as {@code orderId}. */
  public String key() {
    return key;
  }

  /** The sealed interface of all messages on this topic. */
  public Class<? extends Message> carries() {
    return carries;
  }

  /** CloudEvents type to record, in the order of declaration. */
  public Map<String, Class<? extends Message>> types() {
    return Collections.unmodifiableMap(types);
  }

  /** The record for a CloudEvents type, or empty when it does not belong to this topic. */
  public Optional<Class<? extends Message>> messageOf(String type) {
    return Optional.ofNullable(types.get(type));
  }

  /**
   * @throws IllegalArgumentException when there is no such topic
   */
  public static Topic named(String name) {
    return Arrays.stream(values())
        .filter(topic -> topic.topicName.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no topic is named " + name));
  }

  /** The topic of this message. */
  public static Topic of(Message message) {
    return Arrays.stream(values())
        .filter(topic -> topic.carries.isInstance(message))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no topic carries " + message.type()));
  }

  /** Each contract is version 1 until a breaking change adds a second record. */
  static String typeOf(Class<? extends Message> message) {
    return message.getSimpleName() + ".v1";
  }
}
