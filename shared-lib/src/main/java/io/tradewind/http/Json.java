package io.tradewind.http;

import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Set;

/** Records as request and response bodies, parsed strictly and validated by their constraints. */
@Provider
@Consumes(MediaType.WILDCARD)
@Produces({MediaType.APPLICATION_JSON, "application/*+json"})
public class Json implements MessageBodyReader<Object>, MessageBodyWriter<Object> {

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type.isRecord() && (mediaType.isWildcardType() || isJson(mediaType));
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
    refuseEncoding(headers.getFirst(HttpHeaders.CONTENT_ENCODING));
    byte[] body = RequestBody.read(stream);
    if (body.length == 0 && has(OptionalBody.class, annotations)) {
      return null;
    }
    if (body.length > 0 && headers.getFirst(HttpHeaders.CONTENT_TYPE) == null) {
      throw unsupported("send Content-Type: application/json");
    }
    Object value = StrictJson.read(body, genericType);
    if (!has(Valid.class, annotations)) {
      check(value);
    }
    return value;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return isJson(mediaType)
        && type != byte[].class
        && !CharSequence.class.isAssignableFrom(type)
        && !InputStream.class.isAssignableFrom(type);
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
    stream.write(StrictJson.write(value));
  }

  private static void check(Object value) {
    var violations = Constraints.VALIDATOR.validate(value);
    if (!violations.isEmpty()) {
      throw new ConstraintViolationException(Set.copyOf(violations));
    }
  }

  /** Refuses compressed bodies, which could have any size when unpacked. */
  private static void refuseEncoding(String encoding) {
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw unsupported("send the body without Content-Encoding");
    }
  }

  private static ProblemException unsupported(String detail) {
    return new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, detail);
  }

  private static boolean isJson(MediaType mediaType) {
    return mediaType.getType().equals("application")
        && (mediaType.getSubtype().equals("json") || mediaType.getSubtype().endsWith("+json"));
  }

  private static boolean has(Class<? extends Annotation> wanted, Annotation[] annotations) {
    for (Annotation annotation : annotations) {
      if (annotation.annotationType() == wanted) {
        return true;
      }
    }
    return false;
  }

  /**
   * Created with the first body: the container has a validator by then, a plain unit test may not.
   */
  private static final class Constraints {
    static final Validator VALIDATOR = Validation.buildDefaultValidatorFactory().getValidator();
  }
}
