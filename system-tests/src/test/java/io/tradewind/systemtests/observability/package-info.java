/** Metrics, traces, logs and alerts. */
package io.tradewind.systemtests.observability;
