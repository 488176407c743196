/**
 * Orders: placing, following, cancelling, shipping and returning them.
 *
 * <p>Guarantee: an order acknowledged over HTTP is never lost, because its row, its first event and
 * its first command are one transaction, and unanswered commands are retried. The service owns the
 * order's history, a local copy of the prices (so that placing needs no other service), and the
 * table that orchestrates payment and stock: {@link io.tradewind.orders.entity.OrderSaga}, the
 * place to start reading.
 *
 * <p>It refuses transitions without a row in that table, prices or owners sent by a client, and
 * access to another customer's order. It holds neither money nor stock: it sends commands for both,
 * and relies only on their answers.
 */
package io.tradewind.orders;
