/**
 * Products and their stock.
 *
 * <p>Promises: an order's units are held together or not at all; no unit is promised twice; every
 * change of stock is a row that is never changed again, and the rows add up to what is on hand; a
 * command that comes twice, or late, or after its undo, changes nothing and is answered as before.
 *
 * <p>Refuses: to ship what is not held, to release what has left the shelf, to adjust stock below
 * what orders hold.
 *
 * <p>Owns: the database {@code inventory}, where stock is decided, and Redis, where it is shown.
 * Losing Redis loses nothing: the view is fed from committed changes and compared with the database
 * again and again. Events: {@code inventory-events} answer the saga, {@code product-events} carry
 * each product as it is now. Start reading at {@link io.tradewind.inventory.entity.Reservation}.
 */
package io.tradewind.inventory;
