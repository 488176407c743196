package io.tradewind.users.accounts.entity;

import io.tradewind.users.permissions.entity.PermissionGroup;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A person's account. The e-mail address is stored as typed and compared without case. Erasing
 * removes all personal data; the id stays, because orders reference it.
 */
@Entity
@Table(name = "account")
public class Account {

  @Id private UUID id;

  private String email;

  @Column(name = "email_key")
  private String emailKey;

  @Column(name = "phone_number")
  private String phoneNumber;

  private String name;

  @Column(name = "password_hash")
  private String passwordHash;

  private boolean active;

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(name = "account_role", joinColumns = @JoinColumn(name = "account_id"))
  @Column(name = "role")
  @Enumerated(EnumType.STRING)
  private Set<Role> roles = new HashSet<>();

  @ManyToMany
  @JoinTable(
      name = "account_group",
      joinColumns = @JoinColumn(name = "account_id"),
      inverseJoinColumns = @JoinColumn(name = "group_name"))
  private Set<PermissionGroup> groups = new HashSet<>();

  @Column(name = "email_verified_at")
  private Instant emailVerifiedAt;

  @Column(name = "created_at")
  private Instant createdAt;

  /** Written with every change, so that a change of only the roles increases the version too. */
  @Column(name = "changed_at")
  private Instant changedAt;

  @Column(name = "erased_at")
  private Instant erasedAt;

  @Version private long version;

  protected Account() {}

  private Account(UUID id, Instant now) {
    this.id = id;
    // In the database's precision, so that it is the same when read again.
    this.createdAt = now.truncatedTo(ChronoUnit.MICROS);
    this.changedAt = now;
    this.active = true;
  }

  /** A customer's account at registration. */
  public static Account opened(
      UUID id, String email, String phoneNumber, String name, String passwordHash, Instant now) {
    Account account = new Account(id, now);
    account.email = email;
    account.emailKey = keyOf(email);
    account.phoneNumber = phoneNumber;
    account.name = name;
    account.passwordHash = passwordHash;
    account.roles.add(Role.CUSTOMER);
    return account;
  }

  /** The administrator who exists before anybody registers; has no phone. */
  public static Account firstAdmin(UUID id, String email, String passwordHash, Instant now) {
    Account account = opened(id, email, null, "Administrator", passwordHash, now);
    account.roles = new HashSet<>(Set.of(Role.ADMIN));
    account.emailVerifiedAt = now;
    return account;
  }

  /** The normalised address: spellings that differ only in case have the same key. */
  public static String keyOf(String email) {
    return email.toLowerCase(Locale.ROOT);
  }

  public void rename(String newName, Instant now) {
    name = newName;
    changedAt = now;
  }

  public void changePhone(String newPhoneNumber, Instant now) {
    phoneNumber = newPhoneNumber;
    changedAt = now;
  }

  public void changePasswordHash(String newPasswordHash, Instant now) {
    passwordHash = newPasswordHash;
    changedAt = now;
  }

  public void grant(Set<Role> newRoles, Instant now) {
    roles = new HashSet<>(newRoles);
    changedAt = now;
  }

  public void join(Set<PermissionGroup> newGroups, Instant now) {
    groups = new HashSet<>(newGroups);
    changedAt = now;
  }

  public void activate(boolean nowActive, Instant now) {
    active = nowActive;
    changedAt = now;
  }

  public void emailProved(Instant now) {
    if (emailVerifiedAt == null) {
      emailVerifiedAt = now;
      changedAt = now;
    }
  }

  /** The owner has verified the new address. */
  public void changeEmail(String provedEmail, Instant now) {
    email = provedEmail;
    emailKey = keyOf(provedEmail);
    emailVerifiedAt = now;
    changedAt = now;
  }

  public void erase(Instant now) {
    email = null;
    emailKey = null;
    phoneNumber = null;
    name = null;
    passwordHash = null;
    emailVerifiedAt = null;
    active = false;
    roles = new HashSet<>();
    groups = new HashSet<>();
    erasedAt = now;
    changedAt = now;
  }

  public boolean hasEmail(String other) {
    return keyOf(other).equals(emailKey);
  }

  public UUID id() {
    return id;
  }

  public String email() {
    return email;
  }

  public String phoneNumber() {
    return phoneNumber;
  }

  public String name() {
    return name;
  }

  public String passwordHash() {
    return passwordHash;
  }

  public boolean active() {
    return active;
  }

  public boolean erased() {
    return erasedAt != null;
  }

  public boolean emailVerified() {
    return emailVerifiedAt != null;
  }

  public Set<Role> roles() {
    return roles.isEmpty() ? EnumSet.noneOf(Role.class) : EnumSet.copyOf(roles);
  }

  /** The names of the permission groups that the account is in. */
  public SortedSet<String> groups() {
    return groups.stream()
        .map(PermissionGroup::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The permissions of the groups, besides those of the roles. */
  public SortedSet<String> permissions() {
    return groups.stream()
        .flatMap(group -> group.permissions().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  public Instant createdAt() {
    return createdAt;
  }

  public long version() {
    return version;
  }
}
