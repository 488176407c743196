/**
 * The rules: which request a command makes to the provider, and how an answer changes a payment.
 */
package io.tradewind.payments.entity;
