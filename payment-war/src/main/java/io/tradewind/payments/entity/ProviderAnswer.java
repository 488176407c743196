package io.tradewind.payments.entity;

/** What the provider said, as far as it is known. */
public sealed interface ProviderAnswer {

  /**
   * It was done, now or under the same key before.
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
   * A void came too late: money had been taken, which this side did not know.
   *
   * @param captured minor units
   * @param refunded minor units
   */
  record AlreadyCaptured(long captured, long refunded) implements ProviderAnswer {}

  /**
   * Nothing is known: it may have been done or not. Never to be read as a failure.
   *
   * @param cause what went wrong, for the operator
   */
  record Unknown(String cause) implements ProviderAnswer {}

  /**
   * This attempt never left: whatever is known of earlier ones stays as it is.
   *
   * @param cause why, for the operator
   */
  record NotAsked(String cause) implements ProviderAnswer {}
}
