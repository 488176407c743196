/** The keys that sign access tokens: made, published, rotated and encrypted at rest. */
package io.tradewind.users.keys;
