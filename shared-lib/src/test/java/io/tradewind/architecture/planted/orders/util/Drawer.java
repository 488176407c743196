package io.tradewind.architecture.planted.orders.util;

/** Violates: no package collects unrelated classes. */
class Drawer {}
