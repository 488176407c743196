/** What every class that registers metrics needs. */
package io.tradewind.metrics;
