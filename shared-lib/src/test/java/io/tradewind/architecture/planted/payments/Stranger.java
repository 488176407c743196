package io.tradewind.architecture.planted.payments;

/** A class of another service. */
public class Stranger {}
