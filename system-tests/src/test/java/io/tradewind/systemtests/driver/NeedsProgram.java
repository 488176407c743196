package io.tradewind.systemtests.driver;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * These tests start a program that a bare JDK does not bring. Where it is absent they are left out
 * with one line that says so; in CI, which sets {@code TRADEWIND_CI}, its absence is a failure.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("program")
@ExtendWith(ProgramCondition.class)
public @interface NeedsProgram {

  /** Its name on the path, and that of the Debian package that brings it. */
  public String value();

  public String fromPackage();

  /** A file of that package below {@code /usr/lib}, where the program alone does not do. */
  public String plugin() default "";
}
