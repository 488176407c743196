/** The implementation for Apache Kafka; no other package depends on Kafka. */
package io.tradewind.messaging.kafka;
