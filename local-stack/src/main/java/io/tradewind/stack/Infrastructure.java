package io.tradewind.stack;

import java.util.List;

/** What the services need around them. */
record Infrastructure(
    LocalPostgres postgres, LocalRedis redis, LocalKafka kafka, LocalProvider provider) {

  /**
   * Nothing is started yet.
   *
   * @param advertised the port by which the broker's clients are to come back
   * @param quick whether the JVMs among them are to be up soon rather than fast
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

  /** What stops last comes first. */
  List<LocalPart> parts() {
    return List.of(postgres, redis, kafka, provider);
  }

  /** The slow ones begin first. */
  List<LocalPart> slowestFirst() {
    return List.of(kafka, redis, postgres, provider);
  }
}
