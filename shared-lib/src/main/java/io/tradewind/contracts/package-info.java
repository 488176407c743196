/**
 * The messages on the wire, one sealed interface per topic. Records only gain members, each of
 * which may be absent: an older or newer version reads them all.
 */
package io.tradewind.contracts;
