/**
 * The interface of the service: messages, scheduled tasks and HTTP. One call is one transaction.
 */
package io.tradewind.payments.boundary;
