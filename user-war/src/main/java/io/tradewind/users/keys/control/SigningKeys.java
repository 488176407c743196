package io.tradewind.users.keys.control;

import io.tradewind.users.keys.entity.SigningKey;
import io.tradewind.values.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The table of signing keys. Replicas that find no key at the same moment are serialised by an
 * advisory lock, so that only the first creates one.
 */
@ApplicationScoped
public class SigningKeys {

  /** Any number that is the same in every replica: "keys" in ASCII. */
  private static final long ADVISORY_LOCK = 0x6b657973L;

  private static final int RSA_BITS = 2048;

  /** The longest lifetime of a token and the clock skew that verifiers may allow, with a margin. */
  private static final Duration OUTLIVES = Duration.ofMinutes(30);

  @PersistenceContext(unitName = "users")
  EntityManager entities;

  @Inject SecretBox box;

  @Inject
  @ConfigProperty(name = "tradewind.keys.signing")
  Duration signing;

  @Inject
  @ConfigProperty(name = "tradewind.keys.lead")
  Duration lead;

  @Inject
  @ConfigProperty(name = "tradewind.keys.rotation")
  Duration rotationLead;

  /** The keys to publish at this time, and the newest signing key that can be decrypted. */
  public KeyRing ring(Instant now) {
    List<SigningKey> published = all().stream().filter(key -> key.publishedAt(now)).toList();
    return KeyRing.of(published, signer(published, now));
  }

  /**
   * Creates the first key, which signs at once, or the next one early enough for verifiers to load
   * it before the current one ends. A key that cannot be decrypted, because the secret was changed,
   * does not count.
   */
  public void makeWhatIsMissing(Instant now) {
    lock();
    Instant covered =
        all().stream()
            .filter(key -> box.open(key.sealedPrivate(), key.kid()).isPresent())
            .map(SigningKey::signsUntil)
            .max(Comparator.naturalOrder())
            .filter(until -> until.isAfter(now))
            .orElse(now);
    if (!covered.isAfter(now.plus(lead))) {
      entities.persist(made(now, covered));
    }
  }

  /** Creates a key that soon replaces the current one and any planned one. */
  public SigningKey rotate(Instant now) {
    lock();
    Instant signsFrom = now.plus(rotationLead);
    for (SigningKey key : all()) {
      if (!key.signsFrom().isBefore(signsFrom)) {
        entities.remove(key);
      } else if (key.signsUntil().isAfter(signsFrom)) {
        key.retire(signsFrom, OUTLIVES);
      }
    }
    SigningKey fresh = made(now, signsFrom);
    entities.persist(fresh);
    return fresh;
  }

  private void lock() {
    entities
        .createNativeQuery("select count(pg_advisory_xact_lock(?1))")
        .setParameter(1, ADVISORY_LOCK)
        .getSingleResult();
  }

  public void forgetThoseEndedBefore(Instant time) {
    entities
        .createQuery("delete from SigningKey k where k.validUntil < :time")
        .setParameter("time", time)
        .executeUpdate();
  }

  /** The newest first. */
  public List<SigningKey> all() {
    return entities
        .createQuery("select k from SigningKey k order by k.signsFrom desc", SigningKey.class)
        .getResultList();
  }

  private Optional<KeyRing.Signer> signer(List<SigningKey> keys, Instant now) {
    return keys.stream()
        .filter(key -> key.signsAt(now))
        .flatMap(
            key ->
                box.open(key.sealedPrivate(), key.kid()).stream()
                    .map(encoded -> KeyRing.Signer.of(key.kid(), encoded)))
        .findFirst();
  }

  private SigningKey made(Instant now, Instant signsFrom) {
    String kid = Ids.next().toString();
    KeyPair pair = rsa();
    return new SigningKey(
        kid,
        Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()),
        box.close(pair.getPrivate().getEncoded(), kid),
        now,
        signsFrom,
        signing,
        OUTLIVES);
  }

  private static KeyPair rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has RSA", impossible);
    }
  }
}
