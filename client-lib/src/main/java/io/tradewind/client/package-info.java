/**
 * The public API of Tradewind for JAX-RS integrators: one MicroProfile REST Client interface per
 * service, records for every body, problems as {@link io.tradewind.client.TradewindProblem}.
 *
 * <p>Start with {@link io.tradewind.client.Tradewind}, or inject an interface into a MicroProfile
 * application. The API only grows: unknown fields in an answer are ignored.
 */
package io.tradewind.client;
