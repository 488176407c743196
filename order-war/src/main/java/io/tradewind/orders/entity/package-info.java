/** The rules of an order: its saga as one table, its history, and what may be asked of it when. */
package io.tradewind.orders.entity;
