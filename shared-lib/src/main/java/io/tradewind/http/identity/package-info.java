/** Who calls, what they may do, and whether their session has ended. */
package io.tradewind.http.identity;
