/**
 * Everything that Tradewind depends on, on one machine and without containers: PostgreSQL, Kafka,
 * Redis, the simulated payment provider and Open Liberty, each a child process.
 *
 * <p>The launcher and the tests use the same classes; tests use free ports and a temporary data
 * folder. No guarantee is weaker than in production: PostgreSQL flushes every commit, passwords are
 * generated, and every socket listens only on the loopback interface.
 *
 * <p>The children do not receive the terminal's Ctrl-C, so that their parent stops them in order.
 * If the parent is killed, the {@link io.tradewind.stack.Guardian} ends them.
 */
package io.tradewind.stack;
