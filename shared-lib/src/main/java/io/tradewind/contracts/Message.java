package io.tradewind.contracts;

/**
 * What is sent between services: a flat record of ids and numbers, never a name, address or secret.
 */
public interface Message {

  /** The key whose messages keep their order: an order id, a user id or a SKU. */
  String key();

  /** The CloudEvents type, such as {@code StockReserved.v1}. */
  default String type() {
    return Topic.typeOf(getClass());
  }
}
