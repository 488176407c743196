/** What orders ask of the stock, what inventory answers, and the products. */
package io.tradewind.contracts.inventory;
