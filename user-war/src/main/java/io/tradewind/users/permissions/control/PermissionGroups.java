package io.tradewind.users.permissions.control;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.users.permissions.entity.PermissionGroup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;

/** All permission groups; there are few, because people make them. */
@ApplicationScoped
public class PermissionGroups {

  @PersistenceContext(unitName = "users")
  EntityManager entities;

  public List<PermissionGroup> after(String name, int limit) {
    return entities
        .createQuery(
            "select g from PermissionGroup g where g.name > :name order by g.name",
            PermissionGroup.class)
        .setParameter("name", name)
        .setMaxResults(limit)
        .getResultList();
  }

  public Optional<PermissionGroup> byName(String name) {
    return Optional.ofNullable(entities.find(PermissionGroup.class, name));
  }

  /**
   * Locked until the transaction ends: nobody creates, joins, changes or removes it meanwhile. A
   * missing row cannot be locked, so the lock is an advisory one on the name.
   */
  public Optional<PermissionGroup> locked(String name) {
    entities
        .createNativeQuery("select 1 from pg_advisory_xact_lock(hashtextextended(?1, 0))")
        .setParameter(1, "permission group " + name)
        .getSingleResult();
    return byName(name);
  }

  public void add(PermissionGroup group) {
    entities.persist(group);
    entities.flush();
  }

  /**
   * @throws ProblemException 409 while it has members
   */
  public void remove(PermissionGroup group) {
    boolean empty =
        entities
            .createQuery("select a.id from Account a where :group member of a.groups")
            .setParameter("group", group)
            .setMaxResults(1)
            .getResultList()
            .isEmpty();
    if (!empty) {
      throw new ProblemException(
          ProblemType.GROUP_IN_USE, "accounts are in this group: take it from them first");
    }
    entities.remove(group);
    entities.flush();
  }

  public void settle() {
    entities.flush();
  }
}
