/** Who calls, what they may do, and whether their sign-in has ended. */
package io.tradewind.http.identity;
