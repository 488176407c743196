/** What orders ask of payments, and what payments answer. */
package io.tradewind.contracts.payments;
