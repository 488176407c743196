/** The running platform, and the users and parts that the tests use. */
package io.tradewind.systemtests.driver;
