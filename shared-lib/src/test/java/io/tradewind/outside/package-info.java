/**
 * Everything around one running service that its integration tests have to play: who signs the
 * tokens, who sends the messages, who hears the answers, and who looks into the database.
 */
package io.tradewind.outside;
