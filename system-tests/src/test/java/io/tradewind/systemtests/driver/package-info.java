/** The running platform, and the people and parts that tests act with. */
package io.tradewind.systemtests.driver;
