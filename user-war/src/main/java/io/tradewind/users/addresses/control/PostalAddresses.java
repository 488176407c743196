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
 * The addresses of people. Whoever changes one holds the account first: how many there are and
 * which is preferred is a matter of all of them.
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

  /** Somebody else's is none. */
  public Optional<PostalAddress> byId(UUID id, UUID accountId) {
    return Optional.ofNullable(entities.find(PostalAddress.class, id))
        .filter(found -> found.accountId().equals(accountId));
  }

  /**
   * The first one is preferred whatever is asked.
   *
   * @throws ProblemException 409 when there are as many as one may keep
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

  /** The preferred one stays it until another is: somebody with addresses has one. */
  public void change(PostalAddress address, Place place, boolean preferred) {
    settle(address, preferred);
    address.moveTo(place);
    entities.flush();
  }

  /** When the preferred one goes, the oldest that is left takes its place. */
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
      // before the new one: the database bears two at no time
      entities.flush();
      address.prefer(true);
    }
  }
}
