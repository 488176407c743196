package io.tradewind.messaging;

/** CloudEvents 1.0 attributes in Kafka's binary mode, and W3C trace context. */
final class Headers {

  static final String ID = "ce_id";
  static final String TYPE = "ce_type";
  static final String SOURCE = "ce_source";
  static final String SUBJECT = "ce_subject";
  static final String TIME = "ce_time";
  static final String SPEC_VERSION = "ce_specversion";
  static final String CONTENT_TYPE = "content-type";
  static final String TRACEPARENT = "traceparent";

  private Headers() {}
}
