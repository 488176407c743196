package io.tradewind.http;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a request body up to a limit. Part of the excess is read and discarded, because a client
 * that is still sending would not see the answer.
 */
final class RequestBody {

  static final int MAX_BYTES = 256 * 1024;
  private static final int MAX_DISCARDED_BYTES = 4 * 1024 * 1024;
  private static final int CHUNK_BYTES = 8 * 1024;

  private RequestBody() {}

  /**
   * @throws ProblemException 413 when it is over 256 KB, 400 when the client stops in the middle
   */
  static byte[] read(InputStream stream) {
    try {
      byte[] body = stream.readNBytes(MAX_BYTES + 1);
      if (body.length <= MAX_BYTES) {
        return body;
      }
      discard(stream, MAX_DISCARDED_BYTES - body.length);
    } catch (IOException unreadable) {
      throw new ProblemException(
          ProblemType.MALFORMED_BODY, "the body ends early or is badly chunked", unreadable);
    }
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
