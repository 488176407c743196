package io.tradewind.database;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Faults of the system rather than of a message, by PostgreSQL's SQL state (appendix A of its
 * manual), each with what an operator does about it.
 */
public enum SystemFault {
  CREDENTIALS("give the service its database password: the role's was changed, or is refused") {
    @Override
    boolean is(SQLException failure) {
      return failure.getSQLState().startsWith("28");
    }
  },
  DATABASE("create the database, or name the right one") {
    @Override
    boolean is(SQLException failure) {
      return failure.getSQLState().equals("3D000") || failure.getSQLState().equals("57P04");
    }
  },
  GRANTS("give the service's role its grants back, as its migrations do") {
    @Override
    boolean is(SQLException failure) {
      return failure.getSQLState().equals("42501");
    }
  },
  SCHEMA("run the migrations of this version: a table, a column or a function is missing") {
    @Override
    boolean is(SQLException failure) {
      return switch (failure.getSQLState()) {
        case "42P01", "42703", "42883", "3F000" -> true;
        default -> false;
      };
    }
  },
  PARTITION("make the missing partitions: select outbox_make_partitions(3)") {
    @Override
    boolean is(SQLException failure) {
      return failure.getSQLState().equals("23514")
          && String.valueOf(failure.getMessage()).contains("no partition of relation");
    }
  },
  INTERNAL("read PostgreSQL's log: it found an error of its own, or damaged data") {
    @Override
    boolean is(SQLException failure) {
      return failure.getSQLState().startsWith("XX");
    }
  };

  private final String advice;

  SystemFault(String advice) {
    this.advice = advice;
  }

  /** What to do about it, in a sentence. */
  public String advice() {
    return advice;
  }

  abstract boolean is(SQLException failure);

  public static Optional<SystemFault> of(Throwable failure) {
    return Causes.of(failure).stream()
        .filter(SQLException.class::isInstance)
        .map(SQLException.class::cast)
        .filter(sql -> sql.getSQLState() != null)
        .flatMap(sql -> Arrays.stream(values()).filter(fault -> fault.is(sql)))
        .findFirst();
  }
}
