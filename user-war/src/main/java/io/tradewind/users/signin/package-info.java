/** Sign-ins, their tokens, their sessions, and the throttle against guessing. */
package io.tradewind.users.signin;
