/** Permission groups: what accounts may do beyond their roles. */
package io.tradewind.users.permissions;
