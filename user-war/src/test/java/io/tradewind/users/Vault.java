package io.tradewind.users;

import static org.awaitility.Awaitility.await;

import io.tradewind.stack.LocalPostgres;
import io.tradewind.users.accounts.entity.Account;
import io.tradewind.users.keys.control.SecretBox;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Supplier;

/** The database as its owner sees it, decrypted with the secret that the service was given. */
public final class Vault {

  public static final String SECRET = "a secret of this test alone, long and random";

  private final LocalPostgres postgres;
  private final SecretBox box = new SecretBox(SECRET);

  public Vault(LocalPostgres postgres) {
    this.postgres = postgres;
  }

  public long number(String sql) {
    return count(sql + " AND ?::uuid IS NOT NULL", UUID.randomUUID().toString());
  }

  public long count(String sql, String accountId) {
    return one(sql, accountId, row -> row.getLong(1));
  }

  /** The subject under which failures from this address are stored. */
  public String addressMark(String address) {
    return box.mark("address\n" + address);
  }

  public String accountMark(String email) {
    return box.mark("account\n" + Account.keyOf(email));
  }

  /** Stores so many failures that nobody may sign in for an hour. */
  public void suspect(String mark) {
    change(
        "INSERT INTO suspicion (subject, failures, failed_at, refused_until)"
            + " VALUES ('%s', 1000, now(), now() + interval '1 hour')".formatted(mark));
  }

  public long failuresOf(String mark) {
    return number(
        "SELECT coalesce(max(failures), 0) FROM suspicion WHERE subject = '" + mark + "'");
  }

  /** Makes a change that only time or another replica could cause. */
  public void change(String sql) {
    try (Connection connection = postgres.connect("users", "users_owner");
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.executeUpdate();
    } catch (SQLException failed) {
      throw new AssertionError(sql, failed);
    }
  }

  /** Takes a lock in another transaction, until the connection rolls back. */
  public Connection holding(String lock) throws SQLException {
    Connection holding = postgres.connect("users", "users_owner");
    holding.setAutoCommit(false);
    try (PreparedStatement statement = holding.prepareStatement(lock)) {
      statement.execute();
    }
    return holding;
  }

  /**
   * Changes data in another transaction, which commits once the work that began meanwhile waits for
   * it.
   */
  public <T> T changeMeanwhile(String sql, Supplier<T> work) {
    try (Connection connection = postgres.connect("users", "users_owner");
        PreparedStatement statement = connection.prepareStatement(sql)) {
      connection.setAutoCommit(false);
      statement.executeUpdate();
      T begun = work.get();
      await().until(() -> number("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0);
      connection.commit();
      return begun;
    } catch (SQLException failed) {
      throw new AssertionError(sql, failed);
    }
  }

  public String kid() {
    return one(
        "SELECT kid FROM signing_key WHERE ?::uuid IS NOT NULL ORDER BY kid",
        row -> row.getString(1));
  }

  public PrivateKey privateKey() {
    return one(
        "SELECT kid, sealed_private FROM signing_key WHERE ?::uuid IS NOT NULL ORDER BY kid",
        row ->
            key(
                factory ->
                    factory.generatePrivate(
                        new PKCS8EncodedKeySpec(
                            box.open(row.getBytes(2), row.getString(1)).orElseThrow()))));
  }

  public PublicKey publicKey() {
    return one(
        "SELECT public_key FROM signing_key WHERE ?::uuid IS NOT NULL ORDER BY kid",
        row ->
            key(
                factory ->
                    factory.generatePublic(
                        new X509EncodedKeySpec(Base64.getDecoder().decode(row.getString(1))))));
  }

  private interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  private interface Making<K> {
    K make(KeyFactory factory) throws GeneralSecurityException, SQLException;
  }

  private <T> T one(String sql, Reading<T> reading) {
    return one(sql, UUID.randomUUID().toString(), reading);
  }

  private <T> T one(String sql, String accountId, Reading<T> reading) {
    try (Connection connection = postgres.connect("users", "users_owner");
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, UUID.fromString(accountId));
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          throw new AssertionError("no row for: " + sql);
        }
        return reading.read(rows);
      }
    } catch (SQLException failed) {
      throw new AssertionError(sql, failed);
    }
  }

  private static <K> K key(Making<K> making) throws SQLException {
    try {
      return making.make(KeyFactory.getInstance("RSA"));
    } catch (GeneralSecurityException broken) {
      throw new AssertionError(broken);
    }
  }
}
