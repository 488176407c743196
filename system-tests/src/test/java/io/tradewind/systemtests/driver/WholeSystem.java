package io.tradewind.systemtests.driver;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the tests of this class against the whole system, which is started for the first such class
 * and shared by all. After each class its books must balance, and the server must have reported no
 * failure of its own. A constructor may have a {@link Platform} as its parameter.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WholeSystemExtension.class)
public @interface WholeSystem {}
