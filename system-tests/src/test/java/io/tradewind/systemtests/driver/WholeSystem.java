package io.tradewind.systemtests.driver;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class speak to the whole system, which is started for the first such class and
 * shared by all. After each class its books must balance, and the server must have nothing to
 * report of itself. A {@link Platform} is passed to the constructor of whoever asks for it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WholeSystemExtension.class)
public @interface WholeSystem {}
