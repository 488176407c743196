package io.tradewind.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.tradewind.http.identity.Permissions;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.client.ClientBuilder;
import java.net.HttpURLConnection;
import java.net.URLConnection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.junit.jupiter.api.DynamicTest;

/**
 * The architecture rules of every service, one test per rule. A service calls {@link #of} from a
 * test factory; the planted classes beside this one prove that each rule can fail.
 */
public final class HouseRules {

  private HouseRules() {}

  /**
   * @param service the root package of the service, such as {@code io.tradewind.orders}
   */
  public static Stream<DynamicTest> of(String service) {
    JavaClasses code = production(service);
    return rules(service).entrySet().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(code)));
  }

  static JavaClasses production(String rootPackage) {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages(rootPackage);
  }

  static Map<String, ArchRule> rules(String service) {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("entityKnowsNeitherControlNorBoundary", entityKnowsNeitherControlNorBoundary());
    rules.put("controlDoesNotKnowBoundary", controlDoesNotKnowBoundary());
    rules.put("entityImportsOnlyJavaPersistenceAndValues", entityIsPlain(service));
    rules.put("entityNeverSeesContracts", entityNeverSeesContracts());
    rules.put("transactionsBeginInBoundary", transactionalClassesAreBoundary());
    rules.put("transactionalMethodsAreInBoundary", transactionalMethodsAreInBoundary());
    rules.put("nothingIsSentButThroughTheOutbox", nothingIsOutgoing());
    rules.put("noEmitterIsUsed", noEmitterIsUsed());
    rules.put("kafkaIsBehindTheSeam", kafkaIsBehindTheSeam());
    rules.put("noPackageIsNamedUtilOrCommon", noPackageIsNamedUtilOrCommon());
    rules.put("everyResourceMethodSaysWhoMayCall", everyResourceMethodSaysWhoMayCall());
    rules.put("resourcesAreClosedUnlessAMethodOpensThem", resourcesAreClosed());
    rules.put("everyCallNeedsOnePermission", everyCallNeedsOnePermission());
    rules.put("whoeverAsksOverHttpSaysWhoTheyAre", whoeverAsksOverHttpSaysWhoTheyAre());
    rules.put("nobodyAsksOverHttpByHand", nobodyAsksOverHttpByHand());
    rules.put("noServiceImportsAnother", noServiceImportsAnother(service));
    rules.put("packagesFormNoCycle", packagesFormNoCycle(service));
    rules.put("componentsFormNoCycle", componentsFormNoCycle(service));
    rules.put(
        "onlyThePublicApiOfTheLibraryIsUsed", LibraryRules.onlyThePublicApiOfTheLibraryIsUsed());
    rules.put("nothingIsPrintedToTheConsole", nothingIsPrintedToTheConsole());
    return rules;
  }

  static ArchRule entityKnowsNeitherControlNorBoundary() {
    return noClasses()
        .that(resideInAPackage("..entity.."))
        .should()
        .dependOnClassesThat(resideInAnyPackage("..boundary..", "..control.."))
        .allowEmptyShould(true);
  }

  static ArchRule controlDoesNotKnowBoundary() {
    return noClasses()
        .that(resideInAPackage("..control.."))
        .should()
        .dependOnClassesThat(resideInAPackage("..boundary.."))
        .allowEmptyShould(true);
  }

  static ArchRule entityIsPlain(String service) {
    return classes()
        .that(resideInAPackage("..entity.."))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "java..", "jakarta.persistence..", "io.tradewind.values..", service + "..")
                .or(DescribedPredicate.describe("are primitive", HouseRules::isPrimitive)))
        .allowEmptyShould(true);
  }

  static ArchRule entityNeverSeesContracts() {
    return noClasses()
        .that(resideInAPackage("..entity.."))
        .should()
        .dependOnClassesThat(resideInAPackage("io.tradewind.contracts.."))
        .allowEmptyShould(true);
  }

  static ArchRule transactionalClassesAreBoundary() {
    return classes()
        .that()
        .areAnnotatedWith(Transactional.class)
        .should()
        .resideInAPackage("..boundary..")
        .allowEmptyShould(true);
  }

  static ArchRule transactionalMethodsAreInBoundary() {
    return methods()
        .that()
        .areAnnotatedWith(Transactional.class)
        .should()
        .beDeclaredInClassesThat(resideInAPackage("..boundary.."))
        .allowEmptyShould(true);
  }

  static ArchRule nothingIsOutgoing() {
    return noMethods().should().beAnnotatedWith(Outgoing.class).allowEmptyShould(true);
  }

  static ArchRule noEmitterIsUsed() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Emitter.class)
        .allowEmptyShould(true);
  }

  static ArchRule kafkaIsBehindTheSeam() {
    return noClasses()
        .that()
        .resideOutsideOfPackage("io.tradewind.messaging.kafka..")
        .should()
        .dependOnClassesThat(resideInAPackage("org.apache.kafka.."))
        .allowEmptyShould(true);
  }

  static ArchRule noPackageIsNamedUtilOrCommon() {
    return noClasses()
        .should()
        .resideInAnyPackage(
            "..util..",
            "..utils..",
            "..common..",
            "..helper..",
            "..helpers..",
            "..base..",
            "..misc..")
        .allowEmptyShould(true);
  }

  static ArchRule everyResourceMethodSaysWhoMayCall() {
    return methods()
        .that(DescribedPredicate.describe("answer HTTP", HouseRules::answersHttp))
        .should()
        .beAnnotatedWith(RolesAllowed.class)
        .orShould()
        .beAnnotatedWith(PermitAll.class)
        .orShould()
        .beAnnotatedWith(DenyAll.class)
        .allowEmptyShould(true);
  }

  /** A resource is closed by default: a method without a rule for its callers admits nobody. */
  static ArchRule resourcesAreClosed() {
    return classes()
        .that()
        .areAnnotatedWith(Path.class)
        .and()
        .areNotAnnotatedWith(RegisterRestClient.class)
        .should()
        .beAnnotatedWith(DenyAll.class)
        .andShould()
        .notBeAnnotatedWith(PermitAll.class)
        .allowEmptyShould(true);
  }

  /** One place maps permissions to roles; a method that named roles would be a second one. */
  static ArchRule everyCallNeedsOnePermission() {
    return noMethods()
        .should()
        .beAnnotatedWith(
            DescribedPredicate.describe(
                "@RolesAllowed with other than one permission", HouseRules::isNoPermission))
        .allowEmptyShould(true);
  }

  private static boolean isNoPermission(JavaAnnotation<?> annotation) {
    if (!annotation.getRawType().isEquivalentTo(RolesAllowed.class)) {
      return false;
    }
    List<String> allowed = List.of(annotation.as(RolesAllowed.class).value());
    return allowed.size() != 1 || !Permissions.all().containsAll(allowed);
  }

  /** A REST client registers a filter that adds the identity of the service: {@code *Identity}. */
  static ArchRule whoeverAsksOverHttpSaysWhoTheyAre() {
    return classes()
        .that()
        .areAnnotatedWith(RegisterRestClient.class)
        .should()
        .dependOnClassesThat()
        .haveSimpleNameEndingWith("Identity")
        .allowEmptyShould(true);
  }

  /** Only the shared library reads public data without an identity, such as the keys of tokens. */
  static ArchRule nobodyAsksOverHttpByHand() {
    return noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.net.http..")
                .or(type(URLConnection.class))
                .or(type(HttpURLConnection.class))
                .or(type(ClientBuilder.class)))
        .allowEmptyShould(true);
  }

  static ArchRule noServiceImportsAnother(String service) {
    DescribedPredicate<JavaClass> another =
        resideInAPackage("io.tradewind..")
            .and(DescribedPredicate.not(resideInAnyPackage(shared(service))))
            .as("belong to another service");
    return noClasses().should().dependOnClassesThat(another).allowEmptyShould(true);
  }

  static ArchRule packagesFormNoCycle(String service) {
    return slices().matching(service + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
  }

  /** Components are the packages directly below the service's package. */
  static ArchRule componentsFormNoCycle(String service) {
    return slices().matching(service + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true);
  }

  static ArchRule nothingIsPrintedToTheConsole() {
    return noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .allowEmptyShould(true);
  }

  private static String[] shared(String service) {
    return Stream.concat(Stream.of(LibraryRules.packages()), Stream.of(service + ".."))
        .toArray(String[]::new);
  }

  /** The methods of a REST client send requests, so they need no role. */
  private static boolean answersHttp(JavaMethod method) {
    return method.isMetaAnnotatedWith(HttpMethod.class)
        && !method.getOwner().isAnnotatedWith(RegisterRestClient.class);
  }

  private static boolean isPrimitive(JavaClass type) {
    return type.getBaseComponentType().isPrimitive();
  }
}
