package io.tradewind.orders.boundary;

import io.tradewind.http.Page;
import io.tradewind.http.PageRequest;
import io.tradewind.http.identity.Permissions;
import io.tradewind.orders.control.OpenSaga;
import io.tradewind.orders.control.OpenSagas;
import io.tradewind.orders.entity.OrderStatus;
import io.tradewind.orders.entity.SagaCommand;
import io.tradewind.values.Ids;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The open sagas, for operators: which step waits, since when, and whether it needs attention. */
@Path("operations/sagas")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@DenyAll
public class SagasResource {

  @Inject OpenSagas sagas;

  @GET
  @Operation(summary = "List sagas that wait for an answer")
  @RolesAllowed(Permissions.READ_OPERATIONS)
  public Page<OpenSaga> list(
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") String limit,
      @Parameter(schema = @Schema(implementation = OrderStatus.class)) @QueryParam("status")
          String status,
      @Parameter(schema = @Schema(implementation = SagaCommand.class)) @QueryParam("step")
          String step,
      @Parameter(
              schema =
                  @Schema(type = SchemaType.STRING, pattern = "^[0-9]{1,7}s$", examples = "60s"))
          @QueryParam("olderThan")
          String olderThan,
      @Parameter(schema = @Schema(type = SchemaType.BOOLEAN)) @QueryParam("stuck") String stuck,
      @Parameter(schema = @Schema(type = SchemaType.BOOLEAN)) @QueryParam("attention")
          String attention) {
    PageRequest request = PageRequest.of(cursor, limit);
    Position after = request.after().map(Position::read).orElse(new Position(null, null));
    OpenSagas.Search search =
        new OpenSagas.Search(
            Parameters.status(status),
            step == null ? null : Parameters.constant("step", step, SagaCommand.values()),
            olderThan == null ? null : Instant.now().minus(Parameters.age(olderThan)),
            Parameters.flag("stuck", stuck),
            Parameters.flag("attention", attention),
            after.order(),
            after.step());
    return request.page(sagas.page(search, request.limit() + 1), Position::of);
  }

  /** A saga may wait for two answers at once, so a position includes the step. */
  private record Position(UUID order, String step) {

    /** A newer version may have steps that are unknown here. */
    private static final Pattern STEP = Pattern.compile("[A-Z_]{1,60}");

    static String of(OpenSaga saga) {
      return saga.orderId() + " " + saga.step();
    }

    static Position read(String text) {
      String[] parts = text.split(" ", 2);
      UUID order = Ids.parse(parts[0]).orElseThrow(PageRequest::unreadableCursor);
      if (parts.length < 2 || !STEP.matcher(parts[1]).matches()) {
        throw PageRequest.unreadableCursor();
      }
      return new Position(order, parts[1]);
    }
  }
}
