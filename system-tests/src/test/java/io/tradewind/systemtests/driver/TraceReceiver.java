package io.tradewind.systemtests.driver;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** Receives spans as a collector would, by OTLP over HTTP. */
public final class TraceReceiver implements AutoCloseable {

  private final List<ExportTraceServiceRequest> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  public TraceReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    server.setExecutor(Executors.newSingleThreadExecutor(TraceReceiver::daemon));
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  /**
   * One span.
   *
   * @param parent the id of the parent span, empty for the first span of a trace
   * @param kind such as {@code SERVER}
   * @param linked ids of the traces that it links to
   */
  public record Seen(
      String traceId,
      String id,
      String parent,
      String service,
      String kind,
      String name,
      Map<String, String> attributes,
      Set<String> linked) {}

  public String endpoint() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  public List<Seen> spans() {
    return requests.stream()
        .flatMap(request -> request.getResourceSpansList().stream())
        .flatMap(
            resource ->
                resource.getScopeSpansList().stream()
                    .map(ScopeSpans::getSpansList)
                    .flatMap(List::stream)
                    .map(span -> seen(service(resource), span)))
        .toList();
  }

  /** Everything that was received, as text: names, attributes, events and all else. */
  public List<String> texts() {
    return requests.stream().map(ExportTraceServiceRequest::toString).toList();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (InputStream body = body(exchange)) {
      requests.add(ExportTraceServiceRequest.parseFrom(body));
    }
    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private static InputStream body(HttpExchange exchange) throws IOException {
    boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    return gzip ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
  }

  private static Seen seen(String service, Span span) {
    return new Seen(
        hex(span.getTraceId()),
        hex(span.getSpanId()),
        hex(span.getParentSpanId()),
        service,
        span.getKind().name().replace("SPAN_KIND_", ""),
        span.getName(),
        span.getAttributesList().stream()
            .collect(Collectors.toMap(KeyValue::getKey, pair -> text(pair.getValue()))),
        span.getLinksList().stream()
            .map(link -> hex(link.getTraceId()))
            .collect(Collectors.toSet()));
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static String text(AnyValue value) {
    return value.hasStringValue() ? value.getStringValue() : Long.toString(value.getIntValue());
  }

  private static String service(ResourceSpans resource) {
    return resource.getResource().getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals("service.name"))
        .map(attribute -> text(attribute.getValue()))
        .findFirst()
        .orElse("");
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "trace-receiver");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
