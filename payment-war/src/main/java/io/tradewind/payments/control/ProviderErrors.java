package io.tradewind.payments.control;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/**
 * A status as a type. Without it every status is the same exception, and that the provider has
 * never heard of something could not be told from a provider that fails.
 */
public class ProviderErrors implements ResponseExceptionMapper<WebApplicationException> {

  @Override
  public WebApplicationException toThrowable(Response response) {
    if (response.getStatus() == Response.Status.NOT_FOUND.getStatusCode()) {
      return new NotFoundException(response);
    }
    return response.getStatusInfo().getFamily() == Response.Status.Family.CLIENT_ERROR
        ? new ClientErrorException(response)
        : new WebApplicationException(response);
  }
}
