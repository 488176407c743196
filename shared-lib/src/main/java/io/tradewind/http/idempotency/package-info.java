/** A request that is sent again with its {@code Idempotency-Key} gets the answer of the first. */
package io.tradewind.http.idempotency;
