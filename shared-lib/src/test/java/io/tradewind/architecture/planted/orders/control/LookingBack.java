package io.tradewind.architecture.planted.orders.control;

import io.tradewind.architecture.planted.orders.boundary.OpenResource;
import io.tradewind.architecture.planted.payments.Stranger;
import jakarta.transaction.Transactional;

/**
 * Breaks: control does not know boundary, transactions begin in boundary, no service imports
 * another.
 */
@Transactional
public class LookingBack {

  OpenResource resource;
  Stranger stranger;

  @Transactional
  void write() {}
}
