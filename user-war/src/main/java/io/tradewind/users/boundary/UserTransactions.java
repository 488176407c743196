package io.tradewind.users.boundary;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.function.Supplier;

/**
 * The transaction of a call after its password was hashed: hashing waits in a queue, and must not
 * hold a database connection meanwhile.
 */
@ApplicationScoped
public class UserTransactions {

  @Transactional
  public void run(Runnable work) {
    work.run();
  }

  @Transactional
  public <T> T of(Supplier<T> work) {
    return work.get();
  }
}
