package io.tradewind.users.addresses.control;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.users.addresses.entity.PostalAddress;
import io.tradewind.users.addresses.entity.PostalAddress.Place;
import io.tradewind.values.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Postal addresses. Whoever changes one locks the account first: their number and the preferred one
 * depend on all of them.
 */
@ApplicationScoped
public class PostalAddresses {

  @PersistenceContext(unitName = "users")
  EntityManager entities;

  /** The preferred one first, the others in the order in which they were added. */
  public List<PostalAddress> of(UUID accountId) {
    return entities
        .createQuery(
            "select a from PostalAddress a where a.accountId = :account"
                + " order by a.preferred desc, a.id",
            PostalAddress.class)
        .setParameter("account", accountId)
        .getResultList();
  }

  /** Empty for another account's address. */
  public Optional<PostalAddress> byId(UUID id, UUID accountId) {
    return Optional.ofNullable(entities.find(PostalAddress.class, id))
        .filter(found -> found.accountId().equals(accountId));
  }

  /**
   * The first one is always preferred.
   *
   * @throws ProblemException 409 when the limit is reached
   */
  public PostalAddress add(UUID accountId, Place place, boolean preferred) {
    List<PostalAddress> others = of(accountId);
    if (others.size() >= PostalAddress.MOST) {
      throw new ProblemException(
          ProblemType.TOO_MANY_ADDRESSES, PostalAddress.MOST + " may be kept: remove one first");
    }
    PostalAddress added = new PostalAddress(Ids.next(), accountId, place);
    settle(added, preferred || others.isEmpty());
    entities.persist(added);
    entities.flush();
    return added;
  }

  /** The preferred one stays preferred until another is: whoever has addresses has one. */
  public void change(PostalAddress address, Place place, boolean preferred) {
    settle(address, preferred);
    address.moveTo(place);
    entities.flush();
  }

  /** When the preferred one is removed, the oldest remaining becomes preferred. */
  public void remove(PostalAddress address) {
    entities.remove(address);
    entities.flush();
    if (address.preferred()) {
      of(address.accountId()).stream().findFirst().ifPresent(oldest -> oldest.prefer(true));
    }
  }

  public void forget(UUID accountId) {
    entities
        .createQuery("delete from PostalAddress a where a.accountId = :account")
        .setParameter("account", accountId)
        .executeUpdate();
  }

  private void settle(PostalAddress address, boolean preferred) {
    if (preferred && !address.preferred()) {
      of(address.accountId()).forEach(other -> other.prefer(false));
      // before the new one: a constraint allows only one at any time
      entities.flush();
      address.prefer(true);
    }
  }
}
