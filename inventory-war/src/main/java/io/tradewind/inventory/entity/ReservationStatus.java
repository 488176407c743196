package io.tradewind.inventory.entity;

/** What an order has of its units. */
public enum ReservationStatus {
  /** Nothing was heard of the order yet; never stored. */
  NONE,
  /** Units are held while the order may still fail. */
  HELD,
  /** Units are held until they are shipped. */
  COMMITTED,
  /** Units have left the shelf. */
  SHIPPED,
  /** Units have left the shelf and are back. */
  RESTOCKED,
  /** Units were given back, or will never be held: the tombstone. */
  RELEASED,
  /** There was too little; nothing was ever held. */
  REJECTED
}
