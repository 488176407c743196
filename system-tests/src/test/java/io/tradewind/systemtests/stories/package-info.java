/** What people do with the platform, from the first start to the erased account. */
package io.tradewind.systemtests.stories;
