/** Passwords, how they are hashed and checked, and the throttle against guessing them. */
package io.tradewind.users.credentials;
