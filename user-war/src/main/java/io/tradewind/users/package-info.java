/**
 * Who is who. An account is opened with an e-mail address and a phone number that nobody else has,
 * and signs in with a password that is kept as a salted PBKDF2 hash and nowhere else.
 *
 * <p>It promises: access tokens that end within ten minutes and that every service can verify with
 * the published keys alone; refresh tokens that work once, and whose second use ends the whole
 * sign-in, because one of the two users is a thief; the same answer in the same time for known and
 * unknown accounts.
 *
 * <p>It refuses: a role that somebody asks for, a password outside 8 to 256 characters, more
 * hashing at once than the machine can bear.
 *
 * <p>It owns the database {@code users}: accounts, postal addresses, sessions, signing keys, and
 * the tokens that mail carries. No other service reads it; what others need to know is an event
 * that holds an id.
 */
package io.tradewind.users;
