package io.tradewind.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;

/**
 * The records of this package as JSON, whatever JSON library the runtime has. Unknown fields of a
 * newer server are ignored. An {@link Answer} is composed of body and headers.
 */
@Consumes({MediaType.APPLICATION_JSON, "application/*+json"})
@Produces({MediaType.APPLICATION_JSON, "application/*+json"})
public class ClientJson
    implements MessageBodyReader<Object>, MessageBodyWriter<Object>, ClientResponseFilter {

  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  /** Passes the status to the reader, which sees only headers. */
  private static final String STATUS = "Tradewind-Client-Status";

  @Override
  public void filter(ClientRequestContext request, ClientResponseContext response) {
    response.getHeaders().putSingle(STATUS, Integer.toString(response.getStatus()));
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type.getPackage() == ClientJson.class.getPackage();
  }

  @Override
  public Object readFrom(
      Class<Object> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream stream)
      throws IOException {
    if (!type.equals(Answer.class)) {
      return MAPPER.readValue(stream, MAPPER.constructType(genericType));
    }
    Type body = ((ParameterizedType) genericType).getActualTypeArguments()[0];
    String location = headers.getFirst(HttpHeaders.LOCATION);
    return new Answer<>(
        Integer.parseInt(headers.getFirst(STATUS)),
        headers.getFirst(HttpHeaders.ETAG),
        location == null ? null : URI.create(location),
        MAPPER.readValue(stream, MAPPER.constructType(body)));
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type.getPackage() == ClientJson.class.getPackage();
  }

  @Override
  public void writeTo(
      Object value,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream stream)
      throws IOException {
    stream.write(MAPPER.writeValueAsBytes(value));
  }
}
