package io.tradewind.inventory.control;

import io.tradewind.inventory.entity.Product;
import io.tradewind.inventory.entity.Stock;

/** A product with its stock, as of PostgreSQL. */
public record ProductWithStock(Product product, Stock stock) {}
