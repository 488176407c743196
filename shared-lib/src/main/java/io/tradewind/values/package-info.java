/** Values that every room and every entity may use: money and identifiers. */
package io.tradewind.values;
