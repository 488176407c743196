package io.tradewind.systemtests.driver;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests that start a program which is no part of a JDK. Where it is missing, the tests are
 * skipped and one line says so; in CI, which sets {@code TRADEWIND_CI}, they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("program")
@ExtendWith(ProgramCondition.class)
public @interface NeedsProgram {

  /** The program's name on the path; {@code fromPackage} is the Debian package that contains it. */
  public String value();

  public String fromPackage();

  /** A file of that package below {@code /usr/lib}, if the program alone is not enough. */
  public String plugin() default "";
}
