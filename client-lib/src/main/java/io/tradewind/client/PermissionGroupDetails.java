package io.tradewind.client;

import java.util.List;

/**
 * What a permission group is to give, all of it.
 *
 * @param reason 1 to 200 characters, kept in the audit trail
 */
public record PermissionGroupDetails(List<String> permissions, String reason) {}
