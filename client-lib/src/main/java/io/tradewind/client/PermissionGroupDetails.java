package io.tradewind.client;

import java.util.List;

/**
 * All permissions of a permission group.
 *
 * @param reason 1 to 200 characters, stored in the audit trail
 */
public record PermissionGroupDetails(List<String> permissions, String reason) {}
