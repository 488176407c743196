/**
 * Notifications of users: stored first, then pushed.
 *
 * <p>Guarantees: one notification per event, however often the event arrives; numbers from 1
 * without gaps for each user, in the order of commits; a stream that begins after any number the
 * client names and continues live, without gap or repetition, at any replica.
 *
 * <p>It refuses a stream without a ticket, which works once and within 30 seconds; a page of
 * another origin; a client that is so slow that others would be delayed.
 *
 * <p>Notifications are never deleted, so a stream may begin after any number. A stream ends for
 * other reasons ({@code ClientConnection.Ending}), and the table grows with the orders.
 *
 * <p>It owns the database {@code notifications}: notifications and tickets. It stores ids, amounts
 * and stable words, and nothing that names a person.
 */
package io.tradewind.notifications;
