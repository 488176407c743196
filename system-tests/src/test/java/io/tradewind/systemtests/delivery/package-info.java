/** Tests of the deliveries to operators: images and zips, run as operators would run them. */
package io.tradewind.systemtests.delivery;
