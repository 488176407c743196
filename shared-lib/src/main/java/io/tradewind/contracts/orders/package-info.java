/** What orders publish: the life of each order. */
package io.tradewind.contracts.orders;
