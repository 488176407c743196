package io.tradewind.inventory.boundary;

/** The name of a product in a path, as the OpenAPI document tells it. */
final class Sku {

  static final String PATTERN = "^[A-Z0-9][A-Z0-9-]{1,39}$";
  static final String EXAMPLE = "TEA-001";

  private Sku() {}
}
