package io.tradewind.users.addresses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.outside.Site.Answer;
import io.tradewind.users.UsersService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PostalAddressesIT extends UsersService {

  @Test
  void onePostalAddressOfAPersonIsPreferred() {
    String token = person("addresses@example.org").accessToken();
    String first = added(token, "First Street", false);
    String second = added(token, "Second Street", false);
    String third = added(token, "Third Street", true);

    assertThat(addressesOf(token)).containsExactly(third + "*", first, second);
    assertThat(
            site.send(
                    "PUT", ADDRESSES + "/" + second, token, address("Here", true), "If-Match", "*")
                .text("line1"))
        .isEqualTo("Here");
    assertThat(addressesOf(token)).containsExactly(second + "*", first, third);
    assertThat(site.delete(ADDRESSES + "/" + second, token).status()).isEqualTo(204);
    assertThat(addressesOf(token)).containsExactly(first + "*", third);
  }

  @Test
  void anAddressIsItsOwnersAlone() {
    Person owner = person("dweller@example.org");
    String path = ADDRESSES + "/" + added(owner.accessToken(), "Secret Street", true);
    String stranger = person("prowler@example.org").accessToken();

    assertThat(site.get(path, owner.accessToken()).text("line1")).isEqualTo("Secret Street");
    assertThat(
            Stream.of(
                    site.get(path, stranger),
                    site.get(path, admin),
                    site.send("PUT", path, stranger, address("Mine", true), "If-Match", "*"),
                    site.delete(path, stranger))
                .map(Answer::status))
        .containsOnly(404);
    assertThat(addressesOf(stranger)).isEmpty();
    assertThat(addressesOf(owner.accessToken())).hasSize(1);
  }

  @Test
  void aChangeOfAnAddressNamesTheVersionItWasDecidedOn() {
    String token = person("mover@example.org").accessToken();
    Answer added = site.post(ADDRESSES, token, address("Old Street", true));
    String path = ADDRESSES + "/" + added.text("id");
    String read = added.headers().get("ETag");
    Map<String, Object> moved = address("New Street", true);

    assertThat(added.headers().get("Location")).endsWith("/api/users" + path);
    assertThat(site.send("PUT", path, token, moved).status()).isEqualTo(428);
    Answer changed = site.send("PUT", path, token, moved, "If-Match", read);
    assertThat(changed.text("line1")).isEqualTo("New Street");
    assertThat(site.get(path, token).headers().get("ETag"))
        .isEqualTo(changed.headers().get("ETag"))
        .isNotEqualTo(read);
    assertThat(site.send("PUT", path, token, moved, "If-Match", read).status()).isEqualTo(412);
  }

  @Test
  void anInvalidEmailAddressIsRefused() {
    String token = person("lost@example.org").accessToken();
    Map<String, Object> nowhere = address("Nowhere", false);
    nowhere.put("country", "XX");

    assertThat(site.post(ADDRESSES, token, nowhere).text("field")).isEqualTo("country");
    assertThat(
            Stream.of("recipient", "line1", "city", "country")
                .map(
                    field -> {
                      Map<String, Object> without = address("Here", false);
                      without.remove(field);
                      return site.post(ADDRESSES, token, without).status();
                    }))
        .containsOnly(400);
    assertThat(site.post(ADDRESSES, token, address("l".repeat(201), false)).status())
        .isEqualTo(400);
    assertThat(site.post(ADDRESSES, token, address("two\nlines", false)).status()).isEqualTo(400);
    assertThat(addressesOf(token)).isEmpty();
  }

  @Test
  void tenAddressesAreKeptHoweverManyAreAddedAtOnce() {
    String token = person("landlord@example.org").accessToken();
    List<CompletableFuture<Answer>> asked =
        IntStream.range(0, 14)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> site.post(ADDRESSES, token, address("Street " + i, true))))
            .toList();

    List<Answer> answers = asked.stream().map(CompletableFuture::join).toList();

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(10);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 201)
        .hasSize(4)
        .allMatch(answer -> answer.problem().equals("too-many-addresses"));
    assertThat(addressesOf(token)).hasSize(10).filteredOn(id -> id.endsWith("*")).hasSize(1);
  }

  /** The ids in the order of the list; a star marks the preferred one. */
  private static List<String> addressesOf(String token) {
    List<String> ids = new ArrayList<>();
    for (JsonNode item : site.get(ADDRESSES, token).body().get("items")) {
      ids.add(item.get("id").asText() + (item.get("preferred").asBoolean() ? "*" : ""));
    }
    return ids;
  }
}
