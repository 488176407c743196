package io.tradewind.systemtests.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.RawHttp.Request;
import io.tradewind.systemtests.driver.WholeSystem;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Every service refuses a token that the issuer has not signed in exactly this form. */
@WholeSystem
class ForgedTokensEverywhereIT {

  private static final List<String> ONE_OF_EACH_SERVICE =
      List.of(
          "/api/users/me",
          "/api/orders",
          "/api/payments/" + new UUID(0, 1),
          "/api/inventory/products/TEA-001/movements",
          "/api/notifications");

  private final Platform platform;

  ForgedTokensEverywhereIT(Platform platform) {
    this.platform = platform;
  }

  @Test
  void noServiceTakesAnotherSignatureThanTheIssuers() throws GeneralSecurityException {
    String genuine = platform.staff().anotherAdminsToken();
    Map<String, List<Integer>> answers = new LinkedHashMap<>();
    forgeries(genuine).forEach((what, token) -> answers.put(what, answers(token)));

    assertThat(answers(genuine)).doesNotContain(401, 403);
    assertThat(answers.values())
        .as("%s", answers)
        .isNotEmpty()
        .allSatisfy(statuses -> assertThat(statuses).containsOnly(401));
  }

  private Map<String, String> forgeries(String genuine) throws GeneralSecurityException {
    String[] parts = genuine.split("\\.");
    String header = decoded(parts[0]);
    String hmac = coded(header.replace("RS256", "HS256")) + "." + parts[1];
    String claims = decoded(parts[1]);
    Map<String, String> forgeries = new LinkedHashMap<>();
    forgeries.put("unsigned", coded(header.replace("RS256", "none")) + "." + parts[1] + ".");
    forgeries.put("without its signature", parts[0] + "." + parts[1] + ".");
    forgeries.put(
        "for somebody else",
        parts[0]
            + "."
            + coded(
                claims.replaceAll("\"sub\":\"[^\"]+\"", "\"sub\":\"" + UUID.randomUUID() + "\""))
            + "."
            + parts[2]);
    forgeries.put(
        "under a key that nobody published",
        coded(header.replaceAll("\"kid\":\"[^\"]+\"", "\"kid\":\"nobodys\""))
            + "."
            + parts[1]
            + "."
            + parts[2]);
    forgeries.put("signed with what everybody knows", hmac + "." + hmacWithThePublicKey(hmac));
    assertThat(forgeries.values()).doesNotContain(genuine).doesNotHaveDuplicates();
    return forgeries;
  }

  private List<Integer> answers(String token) {
    return ONE_OF_EACH_SERVICE.stream()
        .map(path -> platform.raw().send(Request.get(path, token)).status())
        .collect(Collectors.toList());
  }

  private String hmacWithThePublicKey(String signed) throws GeneralSecurityException {
    Map<String, Object> jwk = platform.client().users().jwks().keys().get(0);
    byte[] publicKey =
        KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")))
            .getEncoded();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(publicKey, "HmacSHA256"));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
  }

  private static BigInteger number(Map<String, Object> jwk, String member) {
    return new BigInteger(1, Base64.getUrlDecoder().decode((String) jwk.get(member)));
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), UTF_8);
  }

  private static String coded(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }
}
