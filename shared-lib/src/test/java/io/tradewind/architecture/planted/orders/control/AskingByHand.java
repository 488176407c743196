package io.tradewind.architecture.planted.orders.control;

import java.net.http.HttpClient;

/** Violates: a service uses no plain HTTP client. */
public class AskingByHand {

  HttpClient client() {
    return HttpClient.newHttpClient();
  }
}
