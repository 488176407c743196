package io.tradewind.payments.control;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.junit.jupiter.api.Test;

class ProviderErrorsTest {

  @Test
  void unknownAndMalformedRequestsAreNoFailuresOfTheProvider() {
    assertThat(typeOf(404)).isEqualTo(NotFoundException.class);
    assertThat(typeOf(400)).isEqualTo(ClientErrorException.class);
    assertThat(typeOf(422)).isEqualTo(ClientErrorException.class);
    assertThat(typeOf(500)).isEqualTo(WebApplicationException.class);
    assertThat(typeOf(503)).isEqualTo(WebApplicationException.class);
  }

  private static Class<?> typeOf(int status) {
    return new ProviderErrors().toThrowable(Response.status(status).build()).getClass();
  }
}
