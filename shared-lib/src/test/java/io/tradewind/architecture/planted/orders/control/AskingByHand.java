package io.tradewind.architecture.planted.orders.control;

import java.net.http.HttpClient;

/** Breaks: nobody asks over HTTP by hand. */
public class AskingByHand {

  HttpClient client() {
    return HttpClient.newHttpClient();
  }
}
