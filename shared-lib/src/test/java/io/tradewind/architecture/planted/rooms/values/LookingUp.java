package io.tradewind.architecture.planted.rooms.values;

import io.tradewind.architecture.planted.rooms.messaging.Above;

/** Breaks: a room knows those below it alone. */
public class LookingUp {

  Above above;
}
