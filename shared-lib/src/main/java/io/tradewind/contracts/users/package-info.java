/** What becomes of accounts. */
package io.tradewind.contracts.users;
