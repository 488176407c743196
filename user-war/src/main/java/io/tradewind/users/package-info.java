/**
 * Accounts and sign-in. An account has a unique e-mail address and phone number, and a password
 * that is stored only as a salted PBKDF2 hash.
 *
 * <p>Guarantees: access tokens that expire within ten minutes and that every service can verify
 * with the published keys alone; refresh tokens that work once, and whose second use ends the
 * session, because one of the two users is a thief; the same answer in the same time for known and
 * unknown accounts.
 *
 * <p>It refuses a role that a client requests, a password outside 8 to 256 characters, and more
 * concurrent hashing than the machine can bear.
 *
 * <p>It owns the database {@code users}: accounts, postal addresses, sessions, signing keys, and
 * mailed tokens. No other service reads it; what others need to know is an event with an id.
 */
package io.tradewind.users;
