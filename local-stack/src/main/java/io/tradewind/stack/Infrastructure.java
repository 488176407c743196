package io.tradewind.stack;

import java.util.List;

/** The parts that the services depend on. */
record Infrastructure(
    LocalPostgres postgres, LocalRedis redis, LocalKafka kafka, LocalProvider provider) {

  /**
   * Starts nothing yet.
   *
   * @param advertised the port that the broker advertises to clients
   * @param quick whether the JVMs are set for a quick start rather than for speed
   */
  static Infrastructure in(
      DataFolder data, Ports ports, Checkout checkout, int advertised, boolean quick) {
    return new Infrastructure(
        new LocalPostgres(
            data.path("postgresql"),
            data.log("postgresql"),
            ports.postgres().number(),
            data.secrets(),
            checkout),
        new LocalRedis(
            data.path("redis"),
            data.log("redis"),
            ports.redis().number(),
            data.secrets().get("redis"),
            checkout),
        new LocalKafka(
            data.path("kafka"), data.log("kafka"), ports.kafka().number(), advertised, quick),
        new LocalProvider(
            data.path("provider/ledger.jsonl"),
            data.log("provider"),
            ports.provider().number(),
            data.secrets().get("provider"),
            quick));
  }

  /** Ordered so that the last to stop is first. */
  List<LocalPart> parts() {
    return List.of(postgres, redis, kafka, provider);
  }

  /** The slowest to start is first. */
  List<LocalPart> slowestFirst() {
    return List.of(kafka, redis, postgres, provider);
  }
}
