package io.tradewind.notifications.boundary;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.tradewind.notifications.entity.Notification;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A notification in a list.
 *
 * @param id of its event, by which it is marked as read
 * @param data a JSON object, already serialised
 */
record NotificationView(
    UUID id,
    long seq,
    String type,
    @Schema(type = SchemaType.OBJECT) @JsonRawValue String data,
    Instant at,
    boolean read) {

  static NotificationView of(Notification notification) {
    return new NotificationView(
        notification.id(),
        notification.seq(),
        notification.type(),
        notification.data(),
        notification.at(),
        notification.read());
  }
}
