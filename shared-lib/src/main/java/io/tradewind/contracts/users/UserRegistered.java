package io.tradewind.contracts.users;

import java.util.UUID;

/** An account was created. */
public record UserRegistered(UUID userId) implements UserEvent {}
