package io.tradewind.notifications.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Which pages may open a stream. Browsers do not apply the same-origin policy to WebSockets; the
 * server must. {@code null}, which sandboxed pages send, is never allowed.
 */
@ApplicationScoped
public class Origins {

  private final Set<String> allowed = new HashSet<>();
  private final boolean required;

  protected Origins() {
    this(List.of(), true);
  }

  /**
   * @param required whether a client without an Origin header, which no browser is, is refused
   */
  @Inject
  public Origins(
      @ConfigProperty(name = "tradewind.notifications.origins") List<String> allowed,
      @ConfigProperty(name = "tradewind.notifications.origin.required") boolean required) {
    allowed.forEach(origin -> this.allowed.add(normal(origin)));
    this.required = required;
  }

  /**
   * @param origin the header, or null when there is none
   */
  public boolean allow(String origin) {
    return origin == null ? !required : allowed.contains(normal(origin));
  }

  private static String normal(String origin) {
    String text = origin.strip().toLowerCase(Locale.ROOT);
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
