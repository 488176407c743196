/**
 * The command line for operators. It uses only client-lib, so it may do what its user may do over
 * HTTP. It prints tables; a failure is one line that says what to do, and an exit code other than
 * 0.
 */
package io.tradewind.operator;
