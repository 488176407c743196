package io.tradewind.architecture.planted.layers.values;

import io.tradewind.architecture.planted.layers.messaging.Above;

/** Breaks: a layer knows those below it alone. */
public class LookingUp {

  Above above;
}
