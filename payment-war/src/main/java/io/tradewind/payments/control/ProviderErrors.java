package io.tradewind.payments.control;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/**
 * Maps a status to an exception type. Otherwise every status is the same exception, and a key or
 * payment that the provider does not know could not be distinguished from a failing provider.
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
