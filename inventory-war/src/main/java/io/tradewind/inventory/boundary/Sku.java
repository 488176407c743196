package io.tradewind.inventory.boundary;

/** The SKU in a path, for the OpenAPI document. */
final class Sku {

  static final String PATTERN = "^[A-Z0-9][A-Z0-9-]{1,39}$";
  static final String EXAMPLE = "TEA-001";

  private Sku() {}
}
