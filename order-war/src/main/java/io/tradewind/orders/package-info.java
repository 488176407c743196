/**
 * Orders: placing, following, cancelling, shipping and returning them.
 *
 * <p>It promises that an order acknowledged over HTTP is never lost: its row, its first event and
 * its first command are one transaction, and what is not answered is asked again until it is. It
 * owns the prices that an order is made at (a local copy, so that placing needs no other service to
 * be up), the order's history, and the one table by which payment and stock are orchestrated:
 * {@link io.tradewind.orders.entity.OrderSaga}, the place to start reading.
 *
 * <p>It refuses what that table has no row for, prices or owners named by a client, and a look at
 * another's order. It does not hold money or stock: it asks for both, by commands, and believes
 * only answers.
 */
package io.tradewind.orders;
