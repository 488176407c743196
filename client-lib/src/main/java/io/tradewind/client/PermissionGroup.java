package io.tradewind.client;

import java.util.List;

/**
 * Permissions that accounts get besides their roles.
 *
 * @param name 2 to 40 of a-z, 0-9 and -, beginning with a letter
 * @param permissions such as {@code orders.fulfil}; see {@link UsersApi#permissions}
 * @param version serves as ETag
 */
public record PermissionGroup(String name, List<String> permissions, long version) {}
