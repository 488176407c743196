package io.tradewind.users.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.outside.Site.Answer;
import io.tradewind.users.UsersService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Permissions, and the groups that grant them. */
class PermissionGroupsIT extends UsersService {

  @Test
  void aGroupGivesItsMembersWhatTheirRolesDoNot() {
    Person clerk = person("clerk@example.org");
    Answer made = putGroup("clerks", null, "accounts.read");
    patch("/" + clerk.id(), admin, "*", Map.of("groups", List.of("clerks")));
    Answer renewed = refresh(clerk.refreshToken());
    String token = renewed.text("accessToken");

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.headers()).containsKeys("location", "etag");
    assertThat(site.get("/me", token).body().get("groups"))
        .extracting(JsonNode::asText)
        .containsExactly("clerks");
    assertThat(site.get("", clerk.accessToken()).problem()).isEqualTo("forbidden");
    assertThat(site.get("", token).status()).isEqualTo(200);
    assertThat(patch("/" + clerk.id(), token, "*", Map.of("roles", List.of("admin"))).problem())
        .isEqualTo("forbidden");

    assertThat(putGroup("clerks", "*", "stock.read").status()).isEqualTo(200);
    String next = refresh(renewed.text("refreshToken")).text("accessToken");
    assertThat(site.get("", next).problem()).isEqualTo("forbidden");
    assertThat(
            site.get("/operations/actions?subject=permission-group/clerks", admin)
                .body()
                .get("items"))
        .extracting(action -> action.get("detail").toString())
        .satisfiesExactly(
            changed -> assertThat(changed).contains("stock.read"),
            first -> assertThat(first).contains("accounts.read"));
  }

  @Test
  void aGroupGoesWhenNobodyIsInItAnyMore() {
    Person member = person("member@example.org");
    String path = "/permission-groups/leaving";
    putGroup("leaving", null, "stock.read");
    patch("/" + member.id(), admin, "*", Map.of("groups", List.of("leaving")));

    assertThat(site.delete(path, admin).problem()).isEqualTo("group-in-use");
    assertThat(site.get(path, admin).status()).isEqualTo(200);

    patch("/" + member.id(), admin, "*", Map.of("groups", List.of()));
    assertThat(site.delete(path, admin).status()).isEqualTo(204);
    assertThat(site.get(path, admin).problem()).isEqualTo("not-found");
    assertThat(site.delete(path, admin).problem()).isEqualTo("not-found");
  }

  @Test
  void aGroupOfWhatNobodyKnowsIsRefused() {
    Person person = person("ungrouped@example.org");
    putGroup("steady", null, "stock.read");

    assertThat(putGroup("rulers", null, "accounts.change").problem()).isEqualTo("invalid-request");
    assertThat(putGroup("dreamers", null, "world.rule").text("field")).isEqualTo("permissions");
    assertThat(putGroup("Not%20a%20word", null).problem()).isEqualTo("invalid-parameter");
    assertThat(putGroup("steady", null).problem()).isEqualTo("version-required");
    assertThat(putGroup("steady", "\"99\"").problem()).isEqualTo("stale-version");
    assertThat(
            patch("/" + person.id(), admin, "*", Map.of("groups", List.of("none"))).text("field"))
        .isEqualTo("groups");
    assertThat(site.get("/permission-groups", person.accessToken()).problem())
        .isEqualTo("forbidden");
    assertThat(site.get("/permission-groups/steady", admin).body().get("permissions"))
        .extracting(JsonNode::asText)
        .containsExactly("stock.read");
  }

  @Test
  void aGroupPutByTwoAtOnceIsCreatedByOneOfThem() {
    List<CompletableFuture<Answer>> both =
        Stream.generate(
                () -> CompletableFuture.supplyAsync(() -> putGroup("twins", null, "stock.read")))
            .limit(2)
            .toList();

    assertThat(both).extracting(put -> put.join().status()).containsExactlyInAnyOrder(201, 428);
  }

  @Test
  void aRoleIsMadeOfPermissions() {
    Map<String, Set<String>> roles = new HashMap<>();
    for (JsonNode permission : site.get("/permissions", admin).body().get("items")) {
      permission
          .get("roles")
          .forEach(
              role ->
                  roles
                      .computeIfAbsent(role.asText(), name -> new HashSet<>())
                      .add(permission.get("name").asText()));
    }

    assertThat(roles.get("admin")).hasSize(14).containsAll(roles.get("operator"));
    assertThat(roles.get("customer"))
        .containsExactlyInAnyOrder("account.own", "orders.place", "orders.read", "orders.cancel");
    assertThat(roles.get("staff")).contains("orders.fulfil").doesNotContain("orders.place");
  }

  private static Answer putGroup(String name, String ifMatch, String... permissions) {
    Map<String, Object> wanted =
        Map.of("permissions", List.of(permissions), "reason", "the tests want it");
    String[] version = ifMatch == null ? new String[0] : new String[] {"If-Match", ifMatch};
    return site.send("PUT", "/permission-groups/" + name, admin, wanted, version);
  }
}
