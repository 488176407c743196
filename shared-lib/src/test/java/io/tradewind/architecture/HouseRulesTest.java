package io.tradewind.architecture;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
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
  void sharedLibraryHasExactlyFourRooms() {
    JavaClasses code = HouseRules.production("io.tradewind");
    assertThatCode(() -> HouseRules.sharedLibraryHasFourRooms().check(code))
        .doesNotThrowAnyException();
  }

  @Test
  void aFifthRoomWouldBeSeen() {
    JavaClasses planted = new ClassFileImporter().importPackages(PLANTED);
    assertThatThrownBy(() -> HouseRules.sharedLibraryHasFourRooms().check(planted))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void sharedLibraryPrintsNothing() {
    HouseRules.nothingIsPrintedToTheConsole().check(HouseRules.production("io.tradewind"));
  }

  @Test
  void sharedResourcesSayWhoMayCall() {
    HouseRules.everyResourceMethodSaysWhoMayCall().check(HouseRules.production("io.tradewind"));
  }
}
