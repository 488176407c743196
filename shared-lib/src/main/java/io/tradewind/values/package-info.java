/**
 * Money, identifiers, digests, tokens, and the marker of permanent failures: all that entities may
 * use.
 */
package io.tradewind.values;
