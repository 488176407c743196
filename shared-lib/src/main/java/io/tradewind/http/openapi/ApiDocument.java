package io.tradewind.http.openapi;

import static org.eclipse.microprofile.openapi.OASFactory.createComponents;
import static org.eclipse.microprofile.openapi.OASFactory.createContent;
import static org.eclipse.microprofile.openapi.OASFactory.createMediaType;
import static org.eclipse.microprofile.openapi.OASFactory.createRequestBody;
import static org.eclipse.microprofile.openapi.OASFactory.createSchema;
import static org.eclipse.microprofile.openapi.OASFactory.createSecurityRequirement;
import static org.eclipse.microprofile.openapi.OASFactory.createSecurityScheme;

import io.tradewind.http.OptionalBody;
import io.tradewind.http.ProblemType;
import io.tradewind.http.identity.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Adds to the OpenAPI document what the code defines: who may call, and which problems a parameter,
 * a body or a role may cause. The scanner has named each operation after its method, from which the
 * rest is read; {@link Refuses} adds what no signature shows.
 */
public class ApiDocument implements OASFilter {

  private static final String BEARER = "bearer";
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private static final Set<String> MADE_OR_MOVED = Set.of("201", "202");

  /** Problems of any request. */
  private static final Set<ProblemType> ALWAYS =
      EnumSet.of(
          ProblemType.INVALID_REQUEST,
          ProblemType.UNAUTHENTICATED,
          ProblemType.NOT_ACCEPTABLE,
          ProblemType.INTERNAL_ERROR,
          ProblemType.UNAVAILABLE);

  /** The resources of this library, which every service has. */
  private static final String SHARED = "io.tradewind.http.";

  private String service;

  /** An operation and its method. */
  private record Call(Operation operation, Method method) {}

  @Override
  public void filterOpenAPI(OpenAPI document) {
    service =
        ConfigProvider.getConfig(ApiDocument.class.getClassLoader())
            .getValue("tradewind.service", String.class);
    Components components =
        Optional.ofNullable(document.getComponents()).orElseGet(() -> createComponents());
    document.setComponents(components);
    StrictSchemas schemas = new StrictSchemas(components.getSchemas());
    List<Call> calls = calls(document);
    calls.forEach(call -> describe(call.operation(), call.method()));
    calls.forEach(
        call -> taken(call.operation()).ifPresent(body -> schemas.taken(body.getSchema())));
    calls.forEach(call -> answered(call.operation(), body -> schemas.answered(body.getSchema())));
    Examples samples = new Examples(schemas);
    Consumer<MediaType> sample = body -> body.setExample(samples.of(body.getSchema()));
    calls.forEach(call -> taken(call.operation()).ifPresent(sample));
    calls.forEach(call -> answered(call.operation(), sample));
    calls.forEach(call -> ProblemResponses.add(call.operation().getResponses(), problems(call)));
    document.getPaths().getPathItems().values().forEach(ApiDocument::describeVersions);
    ProblemResponses.describe(components);
    components.addSecurityScheme(
        BEARER,
        createSecurityScheme()
            .type(SecurityScheme.Type.HTTP)
            .scheme(BEARER)
            .bearerFormat("JWT")
            .description("an access token of a sign-in"));
  }

  private static List<Call> calls(OpenAPI document) {
    List<Call> calls = new ArrayList<>();
    for (PathItem path : document.getPaths().getPathItems().values()) {
      for (Operation operation : path.getOperations().values()) {
        calls.add(new Call(operation, method(operation.getOperationId())));
      }
    }
    return calls;
  }

  /**
   * @param operationId the name of the class, an underscore and the name of the method
   */
  private static Method method(String operationId) {
    int end = operationId.lastIndexOf('_');
    try {
      Class<?> resource =
          Class.forName(operationId.substring(0, end), false, ApiDocument.class.getClassLoader());
      return Arrays.stream(resource.getDeclaredMethods())
          .filter(method -> method.getName().equals(operationId.substring(end + 1)))
          .filter(ApiDocument::answersHttp)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException(operationId + " is no resource's method"));
    } catch (ClassNotFoundException unknown) {
      throw new IllegalStateException(operationId + " is of no class", unknown);
    }
  }

  private static boolean answersHttp(Method method) {
    return Arrays.stream(method.getAnnotations())
        .anyMatch(each -> each.annotationType().isAnnotationPresent(HttpMethod.class));
  }

  private void describe(Operation operation, Method method) {
    operation.setOperationId(idOf(method));
    boolean forOperators =
        method
            .getDeclaringClass()
            .getAnnotation(jakarta.ws.rs.Path.class)
            .value()
            .startsWith("operations");
    operation.setTags(List.of(forOperators ? service + " operations" : service));
    if (method.isAnnotationPresent(Located.class)) {
      describeLocation(operation);
    }
    describeCaller(operation, method.getAnnotation(RolesAllowed.class));
    describeBody(operation, method);
    if (operation.getParameters() != null) {
      operation.getParameters().forEach(ApiDocument::describe);
    }
  }

  /** Resources of the library get the service's name, because every service has them. */
  private String idOf(Method method) {
    Class<?> resource = method.getDeclaringClass();
    String name = resource.getSimpleName().replaceFirst("Resource$", "");
    String owned = resource.getName().startsWith(SHARED) ? service + name : name;
    return owned.substring(0, 1).toLowerCase(Locale.ROOT)
        + owned.substring(1)
        + method.getName().substring(0, 1).toUpperCase(Locale.ROOT)
        + method.getName().substring(1);
  }

  private static void describeLocation(Operation operation) {
    operation.getResponses().getAPIResponses().entrySet().stream()
        .filter(response -> MADE_OR_MOVED.contains(response.getKey()))
        .forEach(
            response ->
                response
                    .getValue()
                    .addHeader(
                        HttpHeaders.LOCATION, ProblemResponses.reference(HttpHeaders.LOCATION)));
  }

  private static void describeCaller(Operation operation, RolesAllowed allowed) {
    if (allowed != null) {
      operation.setSecurity(List.of(createSecurityRequirement().addScheme(BEARER)));
      String permission = allowed.value()[0];
      operation.addExtension("x-permission", permission);
      operation.addExtension("x-roles", Roles.madeOf(permission));
    }
  }

  private static void describeBody(Operation operation, Method method) {
    Optional<java.lang.reflect.Parameter> body =
        Arrays.stream(method.getParameters())
            .filter(parameter -> !readsElsewhere(parameter))
            .findFirst();
    if (body.isEmpty()) {
      operation.setRequestBody(null);
      return;
    }
    RequestBody described =
        Optional.ofNullable(operation.getRequestBody()).orElseGet(() -> createRequestBody());
    MediaType json =
        described.getContent() == null
            ? createMediaType().schema(createSchema().ref(nameOf(body.get().getType())))
            : described.getContent().getMediaTypes().values().iterator().next();
    operation.setRequestBody(
        described
            .content(createContent().addMediaType("application/json", json))
            .required(!body.get().isAnnotationPresent(OptionalBody.class)));
  }

  private static String nameOf(Class<?> type) {
    var named = type.getAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
    return named == null || named.name().isEmpty() ? type.getSimpleName() : named.name();
  }

  private static boolean readsElsewhere(AnnotatedElement parameter) {
    return Arrays.stream(parameter.getAnnotations())
        .anyMatch(each -> each.annotationType().getName().startsWith("jakarta.ws.rs."));
  }

  /** Describes common parameters; a path parameter that is no UUID has a pattern of its own. */
  private static void describe(Parameter parameter) {
    if (parameter.getIn() == Parameter.In.PATH) {
      if (parameter.getSchema() == null || parameter.getSchema().getPattern() == null) {
        parameter.setSchema(text().format("uuid"));
      }
      return;
    }
    switch (parameter.getName()) {
      case "limit" ->
          parameter
              .description("how many items a page has at most")
              .schema(
                  createSchema()
                      .addType(SchemaType.INTEGER)
                      .minimum(BigDecimal.ONE)
                      .maximum(BigDecimal.valueOf(100))
                      .defaultValue(20));
      case "cursor" ->
          parameter
              .description("next of the page before")
              .schema(text().minLength(1).maxLength(1024));
      case IDEMPOTENCY_KEY ->
          parameter
              .description("the same request is sent again under the same key, and acts once")
              .schema(text().minLength(1).maxLength(255));
      case HttpHeaders.IF_MATCH ->
          parameter.description("the ETag of the state that was read").schema(text());
      default -> {}
    }
  }

  private static Schema text() {
    return createSchema().addType(SchemaType.STRING);
  }

  private static Set<ProblemType> problems(Call call) {
    Set<ProblemType> problems = EnumSet.copyOf(ALWAYS);
    Method method = call.method();
    if (method.isAnnotationPresent(RolesAllowed.class)) {
      problems.add(ProblemType.FORBIDDEN);
    }
    if (call.operation().getRequestBody() != null) {
      problems.add(ProblemType.MALFORMED_BODY);
      problems.add(ProblemType.BODY_TOO_LARGE);
      problems.add(ProblemType.UNSUPPORTED_MEDIA_TYPE);
    }
    if (takesOneForm(method)) {
      problems.add(ProblemType.UNSUPPORTED_MEDIA_TYPE);
    }
    if (call.operation().getParameters() != null) {
      call.operation().getParameters().forEach(each -> problems.addAll(problems(each)));
    }
    Refuses special = method.getAnnotation(Refuses.class);
    if (special != null) {
      problems.addAll(List.of(special.value()));
    }
    return problems;
  }

  private static boolean takesOneForm(Method method) {
    Consumes consumes =
        Optional.ofNullable(method.getAnnotation(Consumes.class))
            .orElseGet(() -> method.getDeclaringClass().getAnnotation(Consumes.class));
    return consumes != null && !List.of(consumes.value()).contains("*/*");
  }

  private static Set<ProblemType> problems(Parameter parameter) {
    if (parameter.getIn() == Parameter.In.PATH) {
      return EnumSet.of(ProblemType.NOT_FOUND);
    }
    return switch (parameter.getName()) {
      case "cursor" -> EnumSet.of(ProblemType.INVALID_CURSOR);
      case HttpHeaders.IF_MATCH ->
          EnumSet.of(ProblemType.STALE_VERSION, ProblemType.VERSION_REQUIRED);
      case IDEMPOTENCY_KEY -> ofKey(Boolean.TRUE.equals(parameter.getRequired()));
      default -> EnumSet.of(ProblemType.INVALID_PARAMETER);
    };
  }

  private static Set<ProblemType> ofKey(boolean required) {
    Set<ProblemType> problems =
        EnumSet.of(
            ProblemType.IDEMPOTENCY_KEY_INVALID,
            ProblemType.REQUEST_IN_PROGRESS,
            ProblemType.IDEMPOTENCY_KEY_REUSED);
    if (required) {
      problems.add(ProblemType.IDEMPOTENCY_KEY_REQUIRED);
    }
    return problems;
  }

  /** Where a change requires a version, every answer that shows the resource has an ETag. */
  private static void describeVersions(PathItem path) {
    boolean versioned =
        path.getOperations().values().stream()
            .filter(operation -> operation.getParameters() != null)
            .flatMap(operation -> operation.getParameters().stream())
            .anyMatch(parameter -> parameter.getName().equals(HttpHeaders.IF_MATCH));
    if (versioned) {
      for (Operation operation : path.getOperations().values()) {
        successes(operation).stream()
            .filter(response -> response.getContent() != null)
            .forEach(
                response ->
                    response.addHeader(
                        HttpHeaders.ETAG, ProblemResponses.reference(HttpHeaders.ETAG)));
      }
    }
  }

  private static Optional<MediaType> taken(Operation operation) {
    return Optional.ofNullable(operation.getRequestBody())
        .map(body -> body.getContent().getMediaTypes().get("application/json"));
  }

  private static void answered(Operation operation, Consumer<MediaType> each) {
    successes(operation).stream()
        .filter(response -> response.getContent() != null)
        .flatMap(response -> response.getContent().getMediaTypes().values().stream())
        .forEach(each);
  }

  private static List<APIResponse> successes(Operation operation) {
    return operation.getResponses().getAPIResponses().entrySet().stream()
        .filter(response -> response.getKey().startsWith("2"))
        .map(Map.Entry::getValue)
        .toList();
  }
}
