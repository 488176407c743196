package io.tradewind.inventory.control;

/** Units of all products together. */
public record StockTotals(long onHand, long reserved) {}
