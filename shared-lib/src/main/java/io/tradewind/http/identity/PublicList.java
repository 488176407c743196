package io.tradewind.http.identity;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/** What an issuer publishes for everybody: its keys, and the sessions that have ended. */
final class PublicList {

  private static final int MILLIS_TO_CONNECT = 2_000;
  private static final int MILLIS_TO_READ = 5_000;

  private PublicList() {}

  /**
   * @param maxBytes one more is read of a longer answer, so that the caller notices
   */
  static byte[] fetch(URI source, int maxBytes) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) source.toURL().openConnection();
    connection.setConnectTimeout(MILLIS_TO_CONNECT);
    connection.setReadTimeout(MILLIS_TO_READ);
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("Accept", "application/json");
    try {
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new IOException("status " + connection.getResponseCode());
      }
      try (InputStream stream = connection.getInputStream()) {
        return stream.readNBytes(maxBytes + 1);
      }
    } finally {
      connection.disconnect();
    }
  }
}
