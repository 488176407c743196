/** Forged tokens, hostile requests, permissions, and secrets that leave no trace. */
package io.tradewind.systemtests.security;
