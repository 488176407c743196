package io.tradewind.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import io.tradewind.database.AfterCommit;
import io.tradewind.database.ArrayParameters;
import io.tradewind.database.Columns;
import io.tradewind.database.DatabaseFailure;
import io.tradewind.database.LockingQuery;
import io.tradewind.database.RetryableFailures;
import io.tradewind.database.TrackedRows;
import io.tradewind.database.Transactions;
import io.tradewind.database.TransientFailure;
import io.tradewind.http.Durations;
import io.tradewind.http.ETags;
import io.tradewind.http.OptionalBody;
import io.tradewind.http.Page;
import io.tradewind.http.PageRequest;
import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemPage;
import io.tradewind.http.ProblemType;
import io.tradewind.http.idempotency.Idempotency;
import io.tradewind.http.identity.Caller;
import io.tradewind.http.identity.EndedSessions;
import io.tradewind.http.identity.Permissions;
import io.tradewind.http.identity.Roles;
import io.tradewind.http.openapi.Located;
import io.tradewind.http.openapi.Refuses;
import io.tradewind.http.operations.Audit;
import io.tradewind.http.operations.Reason;
import io.tradewind.messaging.Batch;
import io.tradewind.messaging.BatchPreparation;
import io.tradewind.messaging.Channels;
import io.tradewind.messaging.Envelope;
import io.tradewind.messaging.MessageJson;
import io.tradewind.messaging.Outbox;
import io.tradewind.messaging.ParkedMessage;
import io.tradewind.messaging.Parking;
import io.tradewind.messaging.PendingChanges;
import io.tradewind.messaging.ReadsFromFirstRecord;
import io.tradewind.messaging.SentMessages;
import io.tradewind.messaging.TraceContext;
import io.tradewind.metrics.MetricMetadata;
import io.tradewind.scheduling.AdaptivePause;
import io.tradewind.scheduling.ConnectivityLog;
import io.tradewind.scheduling.Heartbeat;
import io.tradewind.scheduling.Heartbeats;
import io.tradewind.scheduling.Interval;
import io.tradewind.scheduling.PeriodicTask;
import io.tradewind.scheduling.Scheduler;
import io.tradewind.scheduling.WakeUp;
import io.tradewind.values.Ids;
import io.tradewind.values.Money;
import io.tradewind.values.PermanentFailure;
import io.tradewind.values.RandomToken;
import io.tradewind.values.SingleLine;
import io.tradewind.values.Sku;
import io.tradewind.values.TextArray;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The architecture rules of the shared library, and the part of it that services may use. */
final class LibraryRules {

  /** From the bottom to the top: each layer depends only on those before it. */
  private static final List<String> LAYERS =
      List.of(
          "values",
          "contracts",
          "metrics",
          "settings",
          "scheduling",
          "database",
          "messaging",
          "http");

  /** The layers inside {@code http}, above the types that every resource imports. */
  private static final List<String> HTTP_LAYERS =
      List.of("identity", "idempotency", "openapi", "operations");

  /**
   * The types that services may use, besides the contracts. A type that is public only because
   * another package of the library needs it is not part of this API.
   */
  private static final Set<Class<?>> PUBLIC_API =
      Set.of(
          AfterCommit.class,
          ArrayParameters.class,
          Columns.class,
          DatabaseFailure.class,
          LockingQuery.class,
          RetryableFailures.class,
          TrackedRows.class,
          Transactions.class,
          TransientFailure.class,
          Durations.class,
          ETags.class,
          OptionalBody.class,
          Page.class,
          PageRequest.class,
          ProblemException.class,
          ProblemPage.class,
          ProblemType.class,
          Idempotency.class,
          Caller.class,
          EndedSessions.class,
          Permissions.class,
          Roles.class,
          Located.class,
          Refuses.class,
          Audit.class,
          Reason.class,
          Batch.class,
          BatchPreparation.class,
          Channels.class,
          Envelope.class,
          MessageJson.class,
          Outbox.class,
          PendingChanges.class,
          MetricMetadata.class,
          ParkedMessage.class,
          Parking.class,
          ReadsFromFirstRecord.class,
          SentMessages.class,
          TraceContext.class,
          AdaptivePause.class,
          ConnectivityLog.class,
          Heartbeat.class,
          Heartbeats.class,
          Interval.class,
          PeriodicTask.class,
          Scheduler.class,
          WakeUp.class,
          Ids.class,
          Money.class,
          PermanentFailure.class,
          RandomToken.class,
          SingleLine.class,
          Sku.class,
          TextArray.class);

  private LibraryRules() {}

  static String[] packages() {
    return packages("io.tradewind");
  }

  private static String[] packages(String root) {
    return LAYERS.stream().map(layer -> root + "." + layer + "..").toArray(String[]::new);
  }

  static ArchRule everyClassHasItsPackage() {
    return classes().should().resideInAnyPackage(packages());
  }

  /**
   * @param root the package that contains the layers
   */
  static ArchRule layersKnowThoseBelowThemAlone(String root) {
    List<String> names =
        Stream.concat(LAYERS.stream(), HTTP_LAYERS.stream().map(name -> "http." + name)).toList();
    LayeredArchitecture layers =
        layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
    for (String name : names) {
      String packages = root + "." + name;
      layers = layers.layer(name).definedBy(name.equals("http") ? packages : packages + "..");
    }
    for (int below = 0; below < names.size(); below++) {
      String[] above = names.subList(below + 1, names.size()).toArray(String[]::new);
      layers =
          above.length == 0
              ? layers.whereLayer(names.get(below)).mayNotBeAccessedByAnyLayer()
              : layers.whereLayer(names.get(below)).mayOnlyBeAccessedByLayers(above);
    }
    return layers;
  }

  /** A rule for services. */
  static ArchRule onlyThePublicApiOfTheLibraryIsUsed() {
    DescribedPredicate<JavaClass> inside =
        resideInAnyPackage(packages())
            .and(DescribedPredicate.not(resideInAnyPackage("io.tradewind.contracts..")))
            .and(
                DescribedPredicate.not(
                    describe("belong to its public API", LibraryRules::isPublicApi)))
            .as("are no part of the shared library's public API");
    return noClasses().should().dependOnClassesThat(inside).allowEmptyShould(true);
  }

  private static boolean isPublicApi(JavaClass type) {
    String outermost = type.getName().replaceFirst("\\$.*", "");
    return PUBLIC_API.stream().anyMatch(known -> known.getName().equals(outermost));
  }
}
