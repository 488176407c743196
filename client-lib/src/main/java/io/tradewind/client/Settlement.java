package io.tradewind.client;

/**
 * An operator's statement that people have settled what the provider refuses.
 *
 * @param elsewhere true when the provider's books will never show it, such as a bank transfer; else
 *     null
 * @param reason 1 to 200 characters
 */
public record Settlement(Boolean elsewhere, String reason) {}
