package io.tradewind.orders.boundary;

import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A person's own words with a request; never part of an event or a message.
 *
 * @param reason 1 to 200 characters, or null
 */
@Schema(name = "OrderNote")
record Note(@Size(min = 1, max = 200) String reason) {

  static String of(Note note) {
    return note == null ? null : note.reason();
  }
}
