/** The work in between: rows, messages and the provider. */
package io.tradewind.payments.control;
