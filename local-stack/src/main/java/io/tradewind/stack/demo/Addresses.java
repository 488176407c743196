package io.tradewind.stack.demo;

import java.net.URI;

/** The address of each service; in the default topology they are all the same. */
public record Addresses(URI users, URI orders, URI payments, URI inventory, URI notifications) {}
