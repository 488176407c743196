package io.tradewind.inventory.entity;

/** The status of an order's units. */
public enum ReservationStatus {
  /** No command was received yet; never stored. */
  NONE,
  /** Units are reserved while the order may still fail. */
  HELD,
  /** Units are reserved until they are shipped. */
  COMMITTED,
  /** Units have left the stock. */
  SHIPPED,
  /** Units have left the stock and are back. */
  RESTOCKED,
  /** Units were released, or will never be reserved: the tombstone. */
  RELEASED,
  /** There was too little; nothing was reserved. */
  REJECTED
}
