/** What happens when parts fail, lag, come back or are restored. */
package io.tradewind.systemtests.faults;
