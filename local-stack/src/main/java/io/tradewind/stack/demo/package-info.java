/**
 * Demonstrates the shop from outside over HTTP and WebSocket, and prints what the saga did. Every
 * scene checks its result, so a successful demo proves something.
 */
package io.tradewind.stack.demo;
