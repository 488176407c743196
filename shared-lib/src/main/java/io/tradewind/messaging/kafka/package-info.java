/** Apache Kafka behind the messaging room's seam; nothing outside of here knows it. */
package io.tradewind.messaging.kafka;
