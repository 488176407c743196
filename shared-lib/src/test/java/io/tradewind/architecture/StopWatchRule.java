package io.tradewind.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Durations are measured by {@link System#nanoTime}. Other programs set the clock forward and back;
 * a wait that is measured by it then lasts an hour or no time at all. So no method may read the
 * clock and compare the result.
 *
 * <p>The age of something that another process has dated is an exception: only the clock can
 * measure it, and the result is only shown.
 */
final class StopWatchRule {

  private static final Set<String> AGES_THAT_ARE_SHOWN =
      Set.of("io.tradewind.messaging.Backlog.oldestAgeSeconds()");

  private static final Set<String> COMPARISONS =
      Set.of("isBefore", "isAfter", "compareTo", "until", "between");

  private StopWatchRule() {}

  static ArchRule durationsAreMeasuredByTheStopWatch() {
    return ArchRuleDefinition.classes().should(new MeasureByTheStopWatch()).allowEmptyShould(true);
  }

  private static final class MeasureByTheStopWatch extends ArchCondition<JavaClass> {

    MeasureByTheStopWatch() {
      super("measure durations by System.nanoTime()");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      for (JavaCodeUnit unit : type.getCodeUnits()) {
        if (readsTheClock(unit)
            && compares(unit)
            && !AGES_THAT_ARE_SHOWN.contains(unit.getFullName())) {
          events.add(
              SimpleConditionEvent.violated(
                  unit, unit.getFullName() + " compares what the clock says"));
        }
      }
    }

    private static boolean readsTheClock(JavaCodeUnit unit) {
      return unit.getMethodCallsFromSelf().stream()
          .anyMatch(
              call ->
                  isOf(Instant.class, call) && call.getName().equals("now")
                      || isOf(System.class, call) && call.getName().equals("currentTimeMillis"));
    }

    private static boolean compares(JavaCodeUnit unit) {
      return unit.getMethodCallsFromSelf().stream()
          .anyMatch(
              call ->
                  (isOf(Instant.class, call) || isOf(Duration.class, call))
                      && COMPARISONS.contains(call.getName()));
    }

    private static boolean isOf(Class<?> type, JavaMethodCall call) {
      return call.getTargetOwner().isEquivalentTo(type);
    }
  }
}
