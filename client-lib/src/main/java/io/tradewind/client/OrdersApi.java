package io.tradewind.client;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** Orders, from placing to return. A request for another customer's order gets 404. */
@RegisterRestClient(configKey = "tradewind-orders")
@RegisterProvider(ClientJson.class)
@RegisterProvider(ProblemReader.class)
@Path("/api/orders")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface OrdersApi {

  /**
   * Customer. 202; the order is settled later, see {@link #order}.
   *
   * @param idempotencyKey 1 to 255 characters; a repeat of key and body acts once and gets the same
   *     answer
   */
  @POST
  Answer<Order> place(@HeaderParam("Idempotency-Key") String idempotencyKey, OrderRequest request);

  /** Owner: their own; staff: all. */
  @GET
  Page<Order> orders(
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") Integer limit,
      @QueryParam("status") String status);

  /**
   * Owner, staff.
   *
   * @param wait such as 10s, up to 30s: answers as soon as the order is settled; or null
   * @param asOf an instant: the order as it was then; or null
   */
  @GET
  @Path("{id}")
  Answer<Order> order(
      @PathParam("id") UUID id, @QueryParam("wait") String wait, @QueryParam("asOf") String asOf);

  /** Owner, staff. */
  @GET
  @Path("{id}/events")
  Page<OrderEvent> events(
      @PathParam("id") UUID id,
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") Integer limit);

  /**
   * Owner, staff. 202, or 409 when it is too late or too early.
   *
   * @param idempotencyKey may be null
   * @param reason may be null
   */
  @POST
  @Path("{id}/cancellation")
  Answer<Order> cancel(
      @PathParam("id") UUID id,
      @HeaderParam("Idempotency-Key") String idempotencyKey,
      Reason reason);

  /** Staff; parameters as with {@link #cancel}. */
  @POST
  @Path("{id}/shipment")
  Answer<Order> ship(
      @PathParam("id") UUID id,
      @HeaderParam("Idempotency-Key") String idempotencyKey,
      Reason reason);

  /** Staff; parameters as with {@link #cancel}. */
  @POST
  @Path("{id}/delivery")
  Answer<Order> deliver(
      @PathParam("id") UUID id,
      @HeaderParam("Idempotency-Key") String idempotencyKey,
      Reason reason);

  /** Staff; parameters as with {@link #cancel}. */
  @POST
  @Path("{id}/return")
  Answer<Order> takeBack(
      @PathParam("id") UUID id,
      @HeaderParam("Idempotency-Key") String idempotencyKey,
      Reason reason);
}
