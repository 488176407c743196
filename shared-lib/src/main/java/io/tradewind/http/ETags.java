package io.tradewind.http;

import java.util.Arrays;

/** Versions as ETags, and the check of If-Match. */
public final class ETags {

  private ETags() {}

  public static String of(long version) {
    return "\"" + version + "\"";
  }

  /**
   * @param ifMatch {@code *}, one ETag or several
   * @param version of the current state, or null when there is none
   * @throws ProblemException 428 when the resource exists and the header is missing; 412 when the
   *     header names another version
   */
  public static void require(String ifMatch, Long version) {
    if (ifMatch == null) {
      if (version != null) {
        throw new ProblemException(
            ProblemType.VERSION_REQUIRED, "send If-Match with the ETag that you read");
      }
      return;
    }
    boolean matches =
        version != null
            && Arrays.stream(ifMatch.split(","))
                .map(String::trim)
                .anyMatch(tag -> tag.equals("*") || tag.equals(of(version)));
    if (!matches) {
      throw new ProblemException(ProblemType.STALE_VERSION, "read it again and decide again");
    }
  }
}
