/**
 * Sessions: where somebody is signed in, their refresh tokens, sign-out, and sessions that ended.
 */
package io.tradewind.users.sessions;
