package io.tradewind.orders.entity;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One of each signal. */
final class Signals {

  private Signals() {}

  static List<SagaSignal> all() {
    List<SagaSignal> signals = new ArrayList<>();
    collect(SagaSignal.class, signals);
    return signals;
  }

  static List<SagaSignal.Answer> answersTo(SagaCommand command) {
    return all().stream()
        .filter(SagaSignal.Answer.class::isInstance)
        .map(SagaSignal.Answer.class::cast)
        .filter(answer -> answer.answers() == command)
        .toList();
  }

  private static void collect(Class<?> type, List<SagaSignal> into) {
    Class<?>[] permitted =
        Optional.ofNullable(type.getPermittedSubclasses()).orElse(new Class<?>[0]);
    Arrays.stream(permitted).forEach(subtype -> collect(subtype, into));
    if (type.isRecord()) {
      into.add(one(type));
    }
  }

  private static SagaSignal one(Class<?> type) {
    Constructor<?> constructor = type.getDeclaredConstructors()[0];
    Object[] arguments = new Object[constructor.getParameterCount()];
    Arrays.fill(arguments, "some-reason");
    try {
      return (SagaSignal) constructor.newInstance(arguments);
    } catch (ReflectiveOperationException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
