/**
 * Work that is done because time passes, durations by the stop-watch, and the signs of life of the
 * threads that a service cannot do without.
 */
package io.tradewind.scheduling;
