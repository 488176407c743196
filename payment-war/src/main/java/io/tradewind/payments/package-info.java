/**
 * The payment step of an order: authorising, capturing, voiding and refunding its total.
 *
 * <p>Guarantees: a repeated command is answered again and moves no money twice; a compensation does
 * what the payment's state needs, whenever it comes; a missing answer is unknown, not failed, and
 * is retried under the same provider key until it is known; a slow payment delays only its own
 * order; every movement is a row of a ledger that nobody can change.
 *
 * <p>It refuses to authorise an order twice or after it was voided, to capture more than was
 * authorised, and to refund more than was captured.
 *
 * <p>It owns the database {@code payments} and calls only the payment provider. Start reading at
 * {@link io.tradewind.payments.entity.Payment}.
 */
package io.tradewind.payments;
