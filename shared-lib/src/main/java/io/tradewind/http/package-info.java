/**
 * The same HTTP everywhere: every error is a problem (RFC 9457), every body is one JSON object that
 * fits its record, every list has a cursor, and a retried request acts once.
 */
package io.tradewind.http;
