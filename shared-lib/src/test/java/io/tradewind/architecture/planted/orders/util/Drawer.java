package io.tradewind.architecture.planted.orders.util;

/** Breaks: no package is a drawer for anything. */
class Drawer {}
