/** What is called from outside: the channel, the clock and HTTP. One call is one transaction. */
package io.tradewind.payments.boundary;
