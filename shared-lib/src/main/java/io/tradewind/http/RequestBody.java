package io.tradewind.http;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a request, bounded. What is over the limit is read and thrown away up to a point,
 * because a client that is still sending would not see the answer.
 */
final class RequestBody {

  static final int MAX_BYTES = 256 * 1024;
  private static final int MAX_DISCARDED_BYTES = 4 * 1024 * 1024;
  private static final int CHUNK_BYTES = 8 * 1024;

  private RequestBody() {}

  /**
   * @throws ProblemException 413 when it is over 256 KB
   */
  static byte[] read(InputStream stream) throws IOException {
    byte[] body = stream.readNBytes(MAX_BYTES + 1);
    if (body.length > MAX_BYTES) {
      discard(stream, MAX_DISCARDED_BYTES - body.length);
      throw tooLarge();
    }
    return body;
  }

  static void refuse(InputStream stream) throws IOException {
    discard(stream, MAX_DISCARDED_BYTES);
    throw tooLarge();
  }

  private static void discard(InputStream stream, int atMost) throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    int left = atMost;
    while (left > 0) {
      int count = stream.read(chunk, 0, Math.min(left, chunk.length));
      if (count < 0) {
        return;
      }
      left -= count;
    }
  }

  private static ProblemException tooLarge() {
    return new ProblemException(
        ProblemType.BODY_TOO_LARGE, "a body has at most " + MAX_BYTES + " bytes");
  }
}
