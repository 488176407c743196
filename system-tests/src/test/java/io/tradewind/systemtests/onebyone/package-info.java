/**
 * A tiny application that knows nothing of Tradewind: deployed by a test with another connector.
 */
package io.tradewind.systemtests.onebyone;
