package io.tradewind.users.boundary;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.function.Supplier;

/**
 * One transaction around what a call does after its password was hashed: hashing waits its turn,
 * and no database connection waits with it.
 */
@ApplicationScoped
public class TransactionRunner {

  @Transactional
  public void run(Runnable work) {
    work.run();
  }

  @Transactional
  public <T> T of(Supplier<T> work) {
    return work.get();
  }
}
