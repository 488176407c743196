package io.tradewind.systemtests;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Looks for the program of {@link NeedsProgram} when it comes to a class, before it starts it. */
final class ProgramCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    boolean method = context.getTestMethod().isPresent();
    return method
        ? enabled("its class is")
        : AnnotationSupport.findAnnotation(context.getElement(), NeedsProgram.class)
            .map(needed -> lookFor(needed, context.getDisplayName()))
            .orElseGet(() -> enabled("needs no program"));
  }

  private static ConditionEvaluationResult lookFor(NeedsProgram needed, String test) {
    if (isOnThePath(needed.value()) || System.getenv("TRADEWIND_CI") != null) {
      return enabled(needed.value() + " is there");
    }
    String line =
        "%s is left out: %s is not on the path; Debian has it in the package %s"
            .formatted(test, needed.value(), needed.fromPackage());
    System.out.println(line);
    return disabled(line);
  }

  private static boolean isOnThePath(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
