/**
 * Products and their stock.
 *
 * <p>Guarantees: an order's units are reserved together or not at all; no unit is reserved twice;
 * every change of stock is an immutable row, and the rows add up to what is on hand; a command that
 * comes twice, or late, or after its compensation, changes nothing and gets the same answer.
 *
 * <p>It refuses to ship what is not reserved, to release what was shipped, and to adjust stock
 * below what is reserved.
 *
 * <p>It owns the database {@code inventory}, which decides on stock, and Redis, which shows it.
 * Losing Redis loses nothing: the view is updated after commits and compared with the database
 * periodically. Events: {@code inventory-events} answer the saga, {@code product-events} have full
 * snapshots of products. Start reading at {@link io.tradewind.inventory.entity.Reservation}.
 */
package io.tradewind.inventory;
