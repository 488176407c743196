package io.tradewind.http;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One page of a list.
 *
 * @param next the cursor of the next page, or null when this is the last
 */
public record Page<T>(List<T> items, @Schema(nullable = true) String next) {

  public Page {
    items = List.copyOf(items);
  }
}
