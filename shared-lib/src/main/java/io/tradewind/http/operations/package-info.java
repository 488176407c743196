/**
 * What every service offers its operators: parked messages (dead letters), the outbox, the audit
 * trail and health.
 */
package io.tradewind.http.operations;
