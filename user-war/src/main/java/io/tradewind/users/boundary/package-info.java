/** What the boundaries of all components use. */
package io.tradewind.users.boundary;
