/**
 * Accounts: registration, the profile, e-mail address and password, erasure and export, and what
 * admins do with accounts.
 */
package io.tradewind.users.accounts;
