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
 * A person's account. The e-mail address is kept as it was typed and compared without regard to
 * case. Erasing empties everything that names the person; the id stays, because orders name it.
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

  /** Written with every change, so that a change of roles alone moves the version as well. */
  @Column(name = "changed_at")
  private Instant changedAt;

  @Column(name = "erased_at")
  private Instant erasedAt;

  @Version private long version;

  protected Account() {}

  private Account(UUID id, Instant now) {
    this.id = id;
    // No finer than the database keeps it, so that it reads the same ever after.
    this.createdAt = now.truncatedTo(ChronoUnit.MICROS);
    this.changedAt = now;
    this.active = true;
  }

  /** A customer's account, as registration opens it. */
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

  /** The administrator who is there before anybody registers; has no phone. */
  public static Account firstAdmin(UUID id, String email, String passwordHash, Instant now) {
    Account account = opened(id, email, null, "Administrator", passwordHash, now);
    account.roles = new HashSet<>(Set.of(Role.ADMIN));
    account.emailVerifiedAt = now;
    return account;
  }

  /** The form of an address that is compared: two spellings of one address have one key. */
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

  /** The owner showed that the new address is theirs. */
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

  /** What the groups give beside the roles. */
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
