package io.tradewind.systemtests.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.systemtests.books.Books;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Provides one system for the whole run; JUnit closes it after the last test. */
public final class WholeSystemExtension
    implements BeforeAllCallback, AfterAllCallback, ParameterResolver {

  @Override
  public void beforeAll(ExtensionContext context) {
    platform(context);
  }

  /** JUnit also calls this when the start has failed; a second start would only take longer. */
  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (store(context).get(Platform.class) == null) {
      return;
    }
    Books books = platform(context).audit();
    assertThat(books.balance()).as(books.toString()).isTrue();
    assertThat(platform(context).incidents()).isEmpty();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Platform.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return platform(context);
  }

  private static Platform platform(ExtensionContext context) {
    return store(context).computeIfAbsent(Platform.class, type -> Platform.start(), Platform.class);
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getRoot().getStore(Namespace.GLOBAL);
  }
}
