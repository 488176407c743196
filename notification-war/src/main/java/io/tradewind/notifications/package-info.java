/**
 * What a user is told: stored first, then pushed.
 *
 * <p>It promises: one notification for an event however often the event arrives; numbers from 1
 * without holes for each user, in the order of commits; a stream that begins after any number the
 * client names and goes on live, with no hole and no repetition, at whichever replica it lands.
 *
 * <p>It refuses: a stream without a ticket, which works once and within 30 seconds; a page of
 * another origin; a reader who is so slow that others would pay for it.
 *
 * <p>What was told is never taken back, so no number is too old to begin after: a stream ends for
 * other reasons ({@code Line.Ending}), and the table grows with the orders.
 *
 * <p>It owns the database {@code notifications}: what was told, and tickets. It keeps ids, amounts
 * and stable words, and nothing that names a person.
 */
package io.tradewind.notifications;
