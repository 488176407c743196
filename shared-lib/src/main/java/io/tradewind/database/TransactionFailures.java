package io.tradewind.database;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;

/**
 * Passes exceptions of transactional methods around the container's transaction manager, which
 * would write a diagnostic file for each, although a refused request is no incident. The
 * transaction still rolls back, and the caller sees the same exception.
 */
final class TransactionFailures {

  /**
   * The priority of the container's own interceptor of {@code @Transactional}, by Jakarta's rules.
   */
  private static final int TRANSACTIONS = Interceptor.Priority.PLATFORM_BEFORE + 200;

  private record Failure(RuntimeException thrown) {}

  private TransactionFailures() {}

  /** Inside the transaction: turns the exception into a result. */
  @Transactional
  @Interceptor
  @Priority(TRANSACTIONS + 1)
  static class Within {

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transactions;

    @AroundInvoke
    Object call(InvocationContext method) throws Exception {
      try {
        return method.proceed();
      } catch (RuntimeException failed) {
        transactions.setRollbackOnly();
        return new Failure(failed);
      }
    }
  }

  /** Outside of the transaction: throws the exception again. */
  @Transactional
  @Interceptor
  @Priority(TRANSACTIONS - 1)
  static class Outside {

    @AroundInvoke
    Object call(InvocationContext method) throws Exception {
      Object result = method.proceed();
      if (result instanceof Failure failure) {
        throw failure.thrown();
      }
      return result;
    }
  }
}
