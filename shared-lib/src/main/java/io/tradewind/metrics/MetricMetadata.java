package io.tradewind.metrics;

import org.eclipse.microprofile.metrics.Metadata;

/** The name of a metric and the description that is published with it. */
public final class MetricMetadata {

  private MetricMetadata() {}

  public static Metadata of(String name, String description) {
    return Metadata.builder().withName(name).withDescription(description).build();
  }
}
