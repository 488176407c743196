package io.tradewind.contracts.users;

import java.util.UUID;

/** An account was erased: whoever keeps what its owner typed or was told deletes it. */
public record UserErased(UUID userId) implements UserEvent {}
