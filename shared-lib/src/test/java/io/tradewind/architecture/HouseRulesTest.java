package io.tradewind.architecture;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.tradewind.values.Ids;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class HouseRulesTest {

  private static final String PLANTED = "io.tradewind.architecture.planted.orders";

  @TestFactory
  Stream<DynamicTest> everyRuleFailsOnItsPlantedViolation() {
    JavaClasses planted = new ClassFileImporter().importPackages(PLANTED);
    return HouseRules.rules(PLANTED).entrySet().stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.getKey(),
                    () ->
                        assertThatThrownBy(() -> rule.getValue().check(planted))
                            .isInstanceOf(AssertionError.class)));
  }

  @Test
  void everyClassOfTheLibraryHasItsPackage() {
    LibraryRules.everyClassHasItsPackage().check(sharedLibrary());
  }

  @Test
  void anotherPackageWouldBeSeen() {
    JavaClasses planted = new ClassFileImporter().importPackages(PLANTED);
    assertThatThrownBy(() -> LibraryRules.everyClassHasItsPackage().check(planted))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void layersKnowThoseBelowThemAlone() {
    LibraryRules.layersKnowThoseBelowThemAlone("io.tradewind").check(sharedLibrary());
  }

  @Test
  void aLayerThatKnowsOneAboveWouldBeSeen() {
    String root = "io.tradewind.architecture.planted.layers";
    JavaClasses planted = new ClassFileImporter().importPackages(root);
    assertThatThrownBy(() -> LibraryRules.layersKnowThoseBelowThemAlone(root).check(planted))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("LookingUp");
  }

  @Test
  void sharedLibraryKnowsKafkaInOnePlaceOnly() {
    HouseRules.kafkaIsBehindTheSeam().check(sharedLibrary());
  }

  @Test
  void sharedLibraryPrintsNothing() {
    HouseRules.nothingIsPrintedToTheConsole().check(sharedLibrary());
  }

  @Test
  void sharedLibraryMeasuresDurationsByTheStopWatch() {
    StopWatchRule.durationsAreMeasuredByTheStopWatch().check(sharedLibrary());
  }

  @Test
  void aWaitThatIsMeasuredByTheClockWouldBeSeen() {
    JavaClasses planted = new ClassFileImporter().importPackages(PLANTED);
    assertThatThrownBy(() -> StopWatchRule.durationsAreMeasuredByTheStopWatch().check(planted))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Watching.due()");
  }

  @Test
  void sharedResourcesSayWhoMayCall() {
    HouseRules.everyResourceMethodSaysWhoMayCall().check(sharedLibrary());
    HouseRules.everyCallNeedsOnePermission().check(sharedLibrary());
    HouseRules.resourcesAreClosed().check(sharedLibrary());
  }

  /**
   * Finds the library by its location: a test class path has other modules in the same name space.
   */
  private static JavaClasses sharedLibrary() {
    return new ClassFileImporter()
        .importUrl(Ids.class.getProtectionDomain().getCodeSource().getLocation());
  }
}
