/** A small application that does not know Tradewind; a test deploys it with another connector. */
package io.tradewind.systemtests.onebyone;
