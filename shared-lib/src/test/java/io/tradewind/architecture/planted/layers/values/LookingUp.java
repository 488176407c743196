package io.tradewind.architecture.planted.layers.values;

import io.tradewind.architecture.planted.layers.messaging.Above;

/** Violates: a layer depends only on the layers below it. */
public class LookingUp {

  Above above;
}
