package io.tradewind.users.credentials.control;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The passwords that attackers try first; the list is zxcvbn's. */
@ApplicationScoped
public class CommonPasswords {

  private static final String LIST = "/com/nulabinc/zxcvbn/matchers/dictionaries/passwords.txt";

  /** By frequency; those further down are about as safe as any other. */
  private static final int MOST_COMMON = 10_000;

  private final Set<String> common = read();

  /**
   * @param field of the request that contained it
   * @throws ProblemException 400 when it is one of them, without regard to case
   */
  public void refuse(String field, String password) {
    if (common.contains(password.toLowerCase(Locale.ROOT))) {
      throw new ProblemException(
              ProblemType.INVALID_REQUEST, field + " is one of the most common passwords")
          .with("field", field);
    }
  }

  private static Set<String> read() {
    try (InputStream list = CommonPasswords.class.getResourceAsStream(LIST);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
      return lines.lines().limit(MOST_COMMON).collect(Collectors.toUnmodifiableSet());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
