package io.tradewind.benchmarks;

/**
 * The parameters of a run, from system properties.
 *
 * @param rate orders a second in the measured window
 * @param warmupSeconds seconds before it; the rate rises during three quarters of them
 * @param warmupRate orders a second at the end of that rise: a compiler needs many calls, not much
 *     time
 * @param seconds of the measured window
 * @param buyers users, each with one socket; a buyer costs two password hashes at set-up
 * @param skus products with plenty of stock
 * @param zipf skew of the products' popularity; 0 is uniform
 * @param seed of arrivals and choices, so that two runs offer the same load
 * @param signIns people who sign in repeatedly during the measured window
 * @param telemetry whether traces are sent and metrics are scraped meanwhile
 * @param refill whether a lost broker is refilled in every second quarter of the window
 * @param overload whether orders may be turned away
 * @param apart whether generator and provider run on one core and everything else on another
 */
record Settings(
    double rate,
    int warmupSeconds,
    double warmupRate,
    int seconds,
    int buyers,
    int skus,
    double zipf,
    long seed,
    int signIns,
    boolean telemetry,
    boolean refill,
    boolean overload,
    boolean apart) {

  Settings {
    if (rate <= 0
        || warmupRate <= 0
        || warmupSeconds < 0
        || seconds <= 0
        || buyers <= 0
        || skus <= 0
        || zipf < 0
        || signIns < 0) {
      throw new IllegalArgumentException("rates, seconds, buyers and skus must be positive");
    }
    if (warmupSeconds + seconds > 480) {
      throw new IllegalArgumentException(
          "a run may last 480 s with its warm-up: tokens are had before it and live for 600 s");
    }
  }

  static Settings fromSystemProperties() {
    double rate = Double.parseDouble(System.getProperty("rate", "500"));
    double warmupRate = Double.parseDouble(System.getProperty("warmuprate", "200"));
    boolean overload = Boolean.getBoolean("overload");
    return new Settings(
        rate,
        Integer.getInteger("warmup", 300),
        overload ? warmupRate : Math.max(rate, warmupRate),
        Integer.getInteger("seconds", 60),
        Integer.getInteger("buyers", 24),
        Integer.getInteger("skus", 1000),
        Double.parseDouble(System.getProperty("zipf", "0.8")),
        Long.getLong("seed", 1L),
        Integer.getInteger("signins", 0),
        Boolean.getBoolean("telemetry"),
        Boolean.getBoolean("refill"),
        overload,
        Boolean.getBoolean("apart"));
  }
}
