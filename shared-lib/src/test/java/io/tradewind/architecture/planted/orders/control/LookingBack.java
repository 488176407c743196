package io.tradewind.architecture.planted.orders.control;

import io.tradewind.architecture.planted.orders.boundary.OpenResource;
import io.tradewind.architecture.planted.payments.Stranger;
import jakarta.transaction.Transactional;

/**
 * Violates three rules: control does not depend on boundary, transactions begin in boundary, and no
 * service imports another.
 */
@Transactional
public class LookingBack {

  OpenResource resource;
  Stranger stranger;

  @Transactional
  void write() {}
}
