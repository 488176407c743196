/** The work in between: tables, messages and the provider. */
package io.tradewind.payments.control;
