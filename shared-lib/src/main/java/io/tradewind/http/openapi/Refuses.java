package io.tradewind.http.openapi;

import io.tradewind.http.ProblemType;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Problems that a call may answer beyond those that its parameters, body and roles imply; for the
 * OpenAPI document.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Refuses {
  ProblemType[] value();
}
