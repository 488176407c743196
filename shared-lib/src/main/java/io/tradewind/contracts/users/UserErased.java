package io.tradewind.contracts.users;

import java.util.UUID;

/** An account was erased: each service deletes what the account's owner typed or was told. */
public record UserErased(UUID userId) implements UserEvent {}
