/**
 * The command line for operators. It speaks client-lib and nothing else: what it may do is what its
 * user may do over HTTP. It prints tables to read; what goes wrong is one line that says what to
 * do, and an exit code other than 0.
 */
package io.tradewind.operator;
