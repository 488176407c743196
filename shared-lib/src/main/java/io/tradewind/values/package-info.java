/** Values that every package may use: money and identifiers. */
package io.tradewind.values;
