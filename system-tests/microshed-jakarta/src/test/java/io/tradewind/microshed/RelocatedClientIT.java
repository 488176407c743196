package io.tradewind.microshed;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.microshed.testing.jaxrs.RESTClient;
import org.microshed.testing.jupiter.MicroShedTest;

/** The relocated jar builds a client from a jakarta.ws.rs interface and reads JSON with it. */
@ExtendWith(ShipServer.class)
@MicroShedTest
public class RelocatedClientIT {

  @RESTClient public static Ships ships;

  @Test
  void clientOfAJakartaInterfaceReadsJsonFromARealServer() {
    assertThat(ships.named("kestrel").name).isEqualTo("kestrel");
  }

  @Path("/ships")
  @Produces(MediaType.APPLICATION_JSON)
  @Consumes(MediaType.APPLICATION_JSON)
  public interface Ships {
    @GET
    @Path("/{name}")
    Ship named(@PathParam("name") String name);
  }

  /** A bean, because MicroShed's JSON-B binds beans. */
  public static class Ship {
    public String name;
  }
}
