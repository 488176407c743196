package io.tradewind.http;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/** Removes URL queries from spans before export: a stream's ticket is in one. */
public final class SpansWithoutQueries implements AutoConfigurationCustomizerProvider {

  private static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");
  private static final AttributeKey<String> URL = AttributeKey.stringKey("url.full");

  @Override
  public void customize(AutoConfigurationCustomizer telemetry) {
    telemetry.addSpanExporterCustomizer((exporter, settings) -> new Exporter(exporter));
  }

  static Attributes without(Attributes attributes) {
    String url = attributes.get(URL);
    boolean urlHasQuery = url != null && url.indexOf('?') >= 0;
    if (!urlHasQuery && attributes.get(QUERY) == null) {
      return attributes;
    }
    var rest = attributes.toBuilder().remove(QUERY);
    return urlHasQuery ? rest.put(URL, url.substring(0, url.indexOf('?'))).build() : rest.build();
  }

  private record Exporter(SpanExporter next) implements SpanExporter {

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return next.export(spans.stream().<SpanData>map(Clean::new).toList());
    }

    @Override
    public CompletableResultCode flush() {
      return next.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return next.shutdown();
    }
  }

  private static final class Clean extends DelegatingSpanData {

    private final Attributes attributes;

    Clean(SpanData span) {
      super(span);
      this.attributes = without(span.getAttributes());
    }

    @Override
    public Attributes getAttributes() {
      return attributes;
    }
  }
}
