/** What is delivered to operators: images and zips, run as they would run them. */
package io.tradewind.systemtests.delivery;
