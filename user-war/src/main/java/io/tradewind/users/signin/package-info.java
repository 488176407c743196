/** Sign-in and refresh: a password or a refresh token for a new pair of tokens. */
package io.tradewind.users.signin;
