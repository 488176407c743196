/**
 * Periodic work, monotonic intervals, and the heartbeats of the threads that a service depends on.
 */
package io.tradewind.scheduling;
