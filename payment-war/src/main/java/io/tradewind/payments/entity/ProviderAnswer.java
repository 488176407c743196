package io.tradewind.payments.entity;

/**
 * The provider's answer, as far as it is known. The names of the records are values of a metric's
 * tag: do not rename them.
 */
public sealed interface ProviderAnswer {

  /**
   * It was done, now or earlier under the same key.
   *
   * @param amount minor units that moved
   */
  record Done(long amount) implements ProviderAnswer {}

  /**
   * It was refused for good.
   *
   * @param reason a stable word, such as {@code card-declined}
   */
  record Refused(String reason) implements ProviderAnswer {}

  /**
   * A void came too late: the payment was captured, which was unknown here.
   *
   * @param captured minor units
   * @param refunded minor units
   */
  record AlreadyCaptured(long captured, long refunded) implements ProviderAnswer {}

  /**
   * The outcome is unknown: it may have been done or not. Never treat it as a failure.
   *
   * @param cause what went wrong, for the operator
   */
  record Unknown(String cause) implements ProviderAnswer {}

  /**
   * This attempt was never sent: what is known of earlier ones does not change.
   *
   * @param cause why, for the operator
   */
  record NotAsked(String cause) implements ProviderAnswer {}
}
