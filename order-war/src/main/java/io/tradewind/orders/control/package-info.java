/** How orders are kept, placed and moved on. */
package io.tradewind.orders.control;
