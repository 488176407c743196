package io.tradewind.http.operations;

import io.tradewind.http.Page;
import io.tradewind.http.PageRequest;
import io.tradewind.http.identity.Permissions;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The audit trail of this service, for operators. */
@Path("operations/actions")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@DenyAll
public class ActionsResource {

  @Inject Audit audit;

  /** Recomputes the hash chain from the first row to the last. */
  @GET
  @Operation(summary = "Verify the audit trail")
  @Path("verification")
  @RolesAllowed(Permissions.READ_OPERATIONS)
  public AuditVerdict verify() {
    return audit.verify();
  }

  /** The newest first. */
  @GET
  @Operation(summary = "Read the audit trail, the newest action first")
  @RolesAllowed(Permissions.READ_OPERATIONS)
  public Page<OperatorAction> list(
      @QueryParam("subject") String subject,
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") String limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    return page.page(
        audit.page(subject, page.position(Long.MAX_VALUE), page.limit() + 1),
        action -> Long.toString(action.position()));
  }
}
