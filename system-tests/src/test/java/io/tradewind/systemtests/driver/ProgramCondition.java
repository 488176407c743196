package io.tradewind.systemtests.driver;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Looks for the program of {@link NeedsProgram} before a class is started. */
public final class ProgramCondition implements ExecutionCondition {

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
    boolean there = isOnThePath(needed.value()) && isInstalled(needed.plugin());
    if (there || System.getenv("TRADEWIND_CI") != null) {
      return enabled(needed.value() + " is there");
    }
    String line =
        "%s is left out: %s %s is not installed; Debian has it in the package %s"
            .formatted(test, needed.value(), needed.plugin(), needed.fromPackage());
    System.out.println(line);
    return disabled(line);
  }

  private static boolean isOnThePath(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static boolean isInstalled(String plugin) {
    try (Stream<Path> architectures = Files.list(Path.of("/usr/lib"))) {
      return plugin.isEmpty() || architectures.anyMatch(each -> Files.exists(each.resolve(plugin)));
    } catch (IOException noSuchSystem) {
      return false;
    }
  }
}
