/**
 * The OpenAPI document, its rules, its released version, and a fuzzer made from it; the documents.
 */
package io.tradewind.systemtests.contract;
