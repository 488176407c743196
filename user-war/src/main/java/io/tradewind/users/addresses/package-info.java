/** Postal addresses of people. */
package io.tradewind.users.addresses;
