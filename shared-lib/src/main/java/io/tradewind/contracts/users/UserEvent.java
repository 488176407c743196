package io.tradewind.contracts.users;

import io.tradewind.contracts.Message;
import java.util.UUID;

/** An event of an account, on topic {@code user-events}, keyed by user id. */
public sealed interface UserEvent extends Message permits UserRegistered, UserErased {

  UUID userId();

  @Override
  default String key() {
    return userId().toString();
  }
}
