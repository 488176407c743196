/** Tests of forged tokens, hostile requests, permissions, and secrets in logs and sources. */
package io.tradewind.systemtests.security;
