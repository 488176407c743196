/**
 * Tests of the OpenAPI document: its rules, its released version, and a fuzzer made from it. Also
 * tests of the documentation.
 */
package io.tradewind.systemtests.contract;
