/**
 * Everything Tradewind stands on, on one machine and without a container: PostgreSQL, Kafka, Redis,
 * the simulated payment provider and Open Liberty, each a child process of its own.
 *
 * <p>The launcher and the tests use the same classes; tests take free ports and a data folder that
 * is thrown away. Nothing here weakens what production promises: PostgreSQL flushes every commit,
 * passwords are generated, and every socket listens on the loopback interface alone.
 *
 * <p>The children are shielded from the terminal's Ctrl-C, so that they are stopped in order by
 * their parent. Should the parent be killed, the {@link io.tradewind.stack.Guardian} ends them.
 */
package io.tradewind.stack;
