/**
 * The whole story, acted from outside over HTTP and WebSocket, with what the saga did on the
 * terminal. Every scene checks what it shows, so that a demo which ends well has proved something.
 */
package io.tradewind.stack.demo;
