package io.tradewind.architecture.planted.layers.messaging;

/** A class of a layer above. */
public class Above {}
