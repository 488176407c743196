/** A request that is repeated with its {@code Idempotency-Key} gets the first answer again. */
package io.tradewind.http.idempotency;
