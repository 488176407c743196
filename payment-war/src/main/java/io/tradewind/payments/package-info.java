/**
 * The payment step of an order: holding the total, taking it, letting it go, giving it back.
 *
 * <p>Promises: a command that comes again is answered again and moves no money twice; an undo does
 * what the payment's state needs, whenever it comes; an answer that never came is unknown, not
 * failed, and is asked for again under the same provider key until it is known; one slow payment
 * delays its own order only; every movement is a row of a ledger that nobody can change.
 *
 * <p>Refuses: authorising an order twice, or after it was voided; taking more than was authorised;
 * giving back more than was taken.
 *
 * <p>Owns: the database {@code payments}. It calls the payment provider and nobody else. Start
 * reading at {@link io.tradewind.payments.entity.Payment}.
 */
package io.tradewind.payments;
