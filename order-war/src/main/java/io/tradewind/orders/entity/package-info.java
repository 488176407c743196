/** The rules of an order: its saga as one table, its history, and what each status allows. */
package io.tradewind.orders.entity;
