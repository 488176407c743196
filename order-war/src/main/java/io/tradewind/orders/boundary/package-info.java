/** The interface of the service: HTTP, messages and scheduled tasks. */
package io.tradewind.orders.boundary;
