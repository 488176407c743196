/** The rules: what a command asks of the provider, and what an answer makes of a payment. */
package io.tradewind.payments.entity;
