package io.tradewind.users.permissions.entity;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** A named set of permissions, which accounts get besides their roles. */
@Entity
@Table(name = "permission_group")
public class PermissionGroup {

  @Id private String name;

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(
      name = "permission_group_permission",
      joinColumns = @JoinColumn(name = "group_name"))
  @Column(name = "permission")
  private Set<String> permissions = new HashSet<>();

  /**
   * Written with every change, so that a change of only the permissions increases the version too.
   */
  @Column(name = "changed_at")
  private Instant changedAt;

  @Version private long version;

  protected PermissionGroup() {}

  public PermissionGroup(String name, Set<String> permissions, Instant now) {
    this.name = name;
    this.permissions = new HashSet<>(permissions);
    this.changedAt = now;
  }

  public void give(Set<String> newPermissions, Instant now) {
    permissions = new HashSet<>(newPermissions);
    changedAt = now;
  }

  public String name() {
    return name;
  }

  public SortedSet<String> permissions() {
    return new TreeSet<>(permissions);
  }

  public long version() {
    return version;
  }
}
