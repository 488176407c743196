/** All that the outside calls: HTTP, messages, and the clock. */
package io.tradewind.orders.boundary;
