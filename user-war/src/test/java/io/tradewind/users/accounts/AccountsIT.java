package io.tradewind.users.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.outside.Site.Answer;
import io.tradewind.stack.Service;
import io.tradewind.users.UsersService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Accounts: registering, changing, erasing, and what admins do with them. */
class AccountsIT extends UsersService {

  @Test
  void aNewAccountIsAtItsLocationAndIsACustomers() {
    Answer registered = site.post("", null, registration("reg@example.org"));

    assertThat(registered.status()).isEqualTo(201);
    assertThat(registered.headers().get("Location"))
        .isEqualTo(stack.url(Service.USERS) + "api/users/" + registered.text("id"));
    Person person = signedIn(registered.text("id"), "reg@example.org");
    Answer me = site.get("/me", person.accessToken());
    assertThat(me.status()).isEqualTo(200);
    assertThat(me.body()).isEqualTo(registered.body());
    assertThat(me.body().get("roles")).extracting(JsonNode::asText).containsExactly("customer");
    assertThat(site.get("/" + person.id(), person.accessToken()).body()).isEqualTo(me.body());
  }

  @Test
  void anAddressOrNumberBelongsToOneAccountHoweverManyAskAtOnce() {
    List<CompletableFuture<Answer>> asked = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String email = i % 2 == 0 ? "once@example.org" : "ONCE@Example.ORG";
      asked.add(site.postLater("", registration(email)));
    }

    List<Answer> answers = asked.stream().map(CompletableFuture::join).toList();

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 409)
        .hasSize(11)
        .allMatch(answer -> answer.problem().equals("email-taken"));
  }

  @Test
  void aTakenPhoneNumberIsToldAtRegistrationAndAtAChange() {
    Map<String, String> first = registration("phone1@example.org");
    site.post("", null, first);
    Person second = person("phone2@example.org");
    Map<String, String> same =
        Map.of(
            "email",
            "phone3@example.org",
            "phone",
            first.get("phone"),
            "password",
            PASSWORD,
            "name",
            "Ann");

    assertThat(site.post("", null, same).problem()).isEqualTo("phone-taken");
    assertThat(
            patch("/me", second.accessToken(), "*", Map.of("phone", first.get("phone"))).problem())
        .isEqualTo("phone-taken");
  }

  @Test
  void aChangeNamesTheVersionItWasDecidedOn() {
    Person person = person("version@example.org");
    String read = site.get("/me", person.accessToken()).headers().get("ETag");
    Map<String, String> change = Map.of("name", "Anna");

    assertThat(patch("/me", person.accessToken(), null, change).status()).isEqualTo(428);
    Answer changed = patch("/me", person.accessToken(), read, change);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.text("name")).isEqualTo("Anna");
    assertThat(changed.headers().get("ETag")).isNotEqualTo(read);
    assertThat(patch("/me", person.accessToken(), read, change).status()).isEqualTo(412);
  }

  @Test
  void nobodyGivesThemselvesARole() {
    Person person = person("climber@example.org");

    assertThat(patch("/me", person.accessToken(), "*", Map.of("roles", List.of("admin"))).status())
        .isEqualTo(400);
    assertThat(
            patch("/" + person.id(), person.accessToken(), "*", Map.of("roles", List.of("admin")))
                .status())
        .isEqualTo(403);
    assertThat(site.get("", person.accessToken()).status()).isEqualTo(403);
  }

  @Test
  void anErasedAccountLeavesNothingThatNamesThePerson() {
    Person person = person("erased@example.org");
    added(person.accessToken(), "Forgotten Street", true);

    assertThat(site.delete("/me", person.accessToken()).status()).isEqualTo(204);

    assertThat(site.get("/me", person.accessToken()).status()).isIn(401, 404);
    assertThat(refresh(person.refreshToken()).status()).isEqualTo(401);
    assertThat(site.post("/login", null, credentials("erased@example.org", PASSWORD)).status())
        .isEqualTo(401);
    assertThat(
            vault.count(
                "SELECT num_nonnulls(email, email_key, phone_number, name, password_hash)"
                    + " + (SELECT count(*) FROM mailed_token WHERE account_id = account.id)"
                    + " + (SELECT count(*) FROM postal_address WHERE account_id = account.id)"
                    + " FROM account WHERE id = ?",
                person.id()))
        .isZero();
    assertThat(site.post("", null, registration("erased@example.org")).status()).isEqualTo(201);
  }

  @Test
  void anAdminFindsEverybodyPageByPage() {
    for (int i = 0; i < 3; i++) {
      person("page" + i + "@example.org");
    }
    List<String> emails = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = site.get("?limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor), admin);
      assertThat(page.status()).isEqualTo(200);
      page.body().get("items").forEach(item -> emails.add(item.get("email").asText()));
      cursor = page.body().get("next").isNull() ? null : page.text("next");
    } while (cursor != null);

    assertThat(emails)
        .doesNotHaveDuplicates()
        .contains("admin@tradewind.example", "page0@example.org", "page2@example.org");
    assertThat(site.get("?cursor=bm90LWFuLWlk", admin).problem()).isEqualTo("invalid-cursor");
  }

  @Test
  void anAdminSearchesByAddressRoleAndState() {
    Person worker = person("search-worker@example.org");
    Person idle = person("search-idle@example.org");
    patch("/" + worker.id(), admin, "*", Map.of("roles", List.of("staff")));
    patch("/" + idle.id(), admin, "*", Map.of("active", false));

    assertThat(found("?email=SEARCH-")).containsExactlyInAnyOrder(worker.id(), idle.id());
    assertThat(found("?email=search-&role=staff")).containsExactly(worker.id());
    assertThat(found("?email=search-&active=false")).containsExactly(idle.id());
    assertThat(found("?email=%25search")).isEmpty();
    assertThat(site.get("?role=king", admin).status()).isEqualTo(400);
    assertThat(site.get("?active=perhaps", admin).status()).isEqualTo(400);
  }

  private static List<String> found(String query) {
    List<String> ids = new ArrayList<>();
    site.get(query, admin).body().get("items").forEach(item -> ids.add(item.get("id").asText()));
    return ids;
  }

  @Test
  void auditRecordsFormAChainThatShowsEveryTampering() {
    Person person = person("audited@example.org");
    Map<String, Object> change = Map.of("active", false, "reason", "a complaint");
    patch("/" + person.id(), admin, "*", change);
    JsonNode newest =
        site.get("/operations/actions?subject=account/" + person.id(), admin).body().at("/items/0");
    assertThat(newest.get("action").asText()).isEqualTo("change access");
    assertThat(newest.get("reason").asText()).isEqualTo("a complaint");
    assertThat(newest.get("detail").get("active").asBoolean()).isFalse();
    patch("/" + person.id(), admin, "*", change);
    assertThat(chain().get("intact").asBoolean()).isTrue();
    long position = newest.get("position").asLong();

    String row = " WHERE position = " + position;
    String edit = "UPDATE operator_action SET %s" + row;
    String rest = ", at, who, action, subject, reason, detail, trace_id, previous, hash";
    assertThat(
            Stream.of(
                    edit.formatted("reason = 'no complaint'"),
                    edit.formatted("who = gen_random_uuid()"),
                    edit.formatted("at = at - interval '1 day'"),
                    "DELETE FROM operator_action" + row,
                    "INSERT INTO operator_action (position%s) SELECT position + 2%s FROM operator_action%s"
                        .formatted(rest, rest, row))
                .map(AccountsIT::firstBrokenAfter))
        .containsExactly(position, position, position, position + 1, position + 2);
    assertThat(chain().get("intact").asBoolean()).isTrue();
  }

  /** Tampers as the owner of the database, and undoes it. */
  private static long firstBrokenAfter(String tampering) {
    vault.change(
        "CREATE TABLE kept AS TABLE operator_action;"
            + "ALTER TABLE operator_action DISABLE TRIGGER operator_action_chained;"
            + tampering);
    JsonNode chain = chain();
    vault.change(
        "DELETE FROM operator_action; INSERT INTO operator_action TABLE kept; DROP TABLE kept;"
            + "ALTER TABLE operator_action ENABLE TRIGGER operator_action_chained");
    assertThat(chain.get("intact").asBoolean()).as(tampering).isFalse();
    return chain.get("firstBroken").asLong();
  }

  private static JsonNode chain() {
    return site.get("/operations/actions/verification", admin).body();
  }

  @Test
  void aPersonTakesAllTheirDataAway() {
    Person person = person("export@example.org");
    String address = added(person.accessToken(), "Export Street", true);

    JsonNode export = site.get("/me/export", person.accessToken()).body();

    assertThat(export.get("account")).isEqualTo(site.get("/me", person.accessToken()).body());
    assertThat(export.get("sessions")).hasSize(1);
    assertThat(export.at("/addresses/0"))
        .isEqualTo(site.get(ADDRESSES + "/" + address, person.accessToken()).body());
    assertThat(export.get("elsewhere")).isNotEmpty();
  }

  @Test
  void anAdminGrantsRolesAndShutsAnAccount() {
    Person person = person("worker@example.org");

    Answer granted =
        patch("/" + person.id(), admin, "*", Map.of("roles", List.of("customer", "staff")));
    assertThat(granted.status()).isEqualTo(200);
    assertThat(granted.body().get("roles")).hasSize(2);
    assertThat(patch("/" + person.id(), admin, "*", Map.of("roles", List.of("king"))).status())
        .isEqualTo(400);
    assertThat(patch("/" + person.id(), admin, "*", Map.of("active", false)).status())
        .isEqualTo(200);

    assertThat(refresh(person.refreshToken()).status()).isEqualTo(401);
    assertThat(site.post("/login", null, credentials("worker@example.org", PASSWORD)).problem())
        .isEqualTo("invalid-credentials");
    assertThat(site.get("/not-an-id", admin).status()).isEqualTo(404);
  }

  @Test
  void aPersonWhoDeactivatedTheirAccountIsReactivatedByAnAdminOnly() {
    Person person = person("leaver@example.org");
    String elsewhere =
        site.post("/login", null, credentials("leaver@example.org", PASSWORD)).text("refreshToken");

    assertThat(site.post("/me/deactivation", person.accessToken(), null).status()).isEqualTo(204);

    assertThat(refresh(person.refreshToken()).status()).isEqualTo(401);
    assertThat(refresh(elsewhere).status()).isEqualTo(401);
    assertThat(site.post("/login", null, credentials("leaver@example.org", PASSWORD)).problem())
        .isEqualTo("invalid-credentials");

    assertThat(patch("/" + person.id(), admin, "*", Map.of("active", true)).status())
        .isEqualTo(200);
    Answer back = site.post("/login", null, credentials("leaver@example.org", PASSWORD));
    assertThat(back.status()).isEqualTo(200);
    assertThat(site.get("/me", back.text("accessToken")).text("name"))
        .isEqualTo(site.get("/" + person.id(), admin).text("name"));
  }

  @Test
  void hostileBodiesAreTheClientsMistake() {
    assertThat(
            Stream.of(
                    "",
                    "null",
                    "[]",
                    "{",
                    "{\"email\":1,\"password\":\"x\"}",
                    "{\"email\":\"a\",\"password\":\"b\",\"role\":\"admin\"}",
                    "{\"email\":null,\"password\":\"b\"}",
                    "{\"email\":\"\\u0000\",\"password\":\"b\"}",
                    "{\"email\":\"a\",\"password\":\"" + "p".repeat(257) + "\"}")
                .map(body -> site.post("/login", null, body).status()))
        .containsOnly(400);
    assertThat(
            site.post("/login", null, credentials("a@example.org", "p".repeat(1_000_000))).status())
        .isEqualTo(413);
  }
}
