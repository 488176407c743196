/** How orders are stored, placed and advanced. */
package io.tradewind.orders.control;
