package io.tradewind.architecture.planted.rooms.messaging;

/** A class of a room above. */
public class Above {}
