package io.tradewind.payments.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.payments.entity.OperationKind;
import io.tradewind.payments.entity.ProviderAnswer;
import io.tradewind.payments.entity.ProviderAnswer.AlreadyCaptured;
import io.tradewind.payments.entity.ProviderAnswer.Done;
import io.tradewind.payments.entity.ProviderAnswer.NotAsked;
import io.tradewind.payments.entity.ProviderAnswer.Refused;
import io.tradewind.payments.entity.ProviderAnswer.Unknown;
import io.tradewind.payments.entity.ProviderRequest;
import io.tradewind.values.Ids;
import jakarta.ws.rs.ClientErrorException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.Test;

class RestPaymentGatewayTest {

  private static final TimeoutException NO_ANSWER = new TimeoutException();

  private final ProviderStub provider = new ProviderStub();
  private final ResilientProvider calls = new ResilientProvider(provider);
  private final RestPaymentGateway gateway = new RestPaymentGateway(calls);

  @Test
  void anActionDoneByTheProviderIsDone() {
    provider.decides("k", "DONE", 500, null);

    assertThat(gateway.call(request(OperationKind.AUTHORIZE))).isEqualTo(new Done(500));
    assertThat(provider.asked).containsExactly("authorise k 500");
  }

  @Test
  void aRefusalOfTheProviderKeepsItsReason() {
    provider.decides("k", "REFUSED", 0, "card-declined");

    assertThat(gateway.call(request(OperationKind.AUTHORIZE)))
        .isEqualTo(new Refused("card-declined"));
  }

  @Test
  void aVoidThatComesTooLateDiscoversWhatWasTaken() {
    provider.decides("k", "REFUSED", 0, "already-captured");
    provider.standing = new ProviderPayment("CAPTURED", 500, 400, 100, "EUR");

    assertThat(gateway.call(request(OperationKind.VOID))).isEqualTo(new AlreadyCaptured(400, 100));
  }

  @Test
  void anAnswerThatMeansNothingIsUnknown() {
    provider.decides("k", "PERHAPS", 0, null);

    assertThat(gateway.call(request(OperationKind.CAPTURE))).isInstanceOf(Unknown.class);
  }

  @Test
  void theDecisionUnderTheKeyCountsWithoutAnAnswer() {
    provider.decides("k", "DONE", 500, null);

    assertThat(gateway.findOut(request(OperationKind.AUTHORIZE), NO_ANSWER))
        .isEqualTo(new Done(500));
  }

  @Test
  void aKeyThatTheProviderDoesNotKnowIsStillUnknown() {
    assertThat(gateway.findOut(request(OperationKind.AUTHORIZE), NO_ANSWER))
        .isEqualTo(new Unknown("TimeoutException, and no decision under the key"));
  }

  @Test
  void aProviderThatIsAwayIsAskedThreeTimesAndLeavesEverythingUnknown() {
    provider.away();

    assertThat(gateway.call(request(OperationKind.AUTHORIZE)))
        .isEqualTo(new Unknown("ProcessingException"));
    assertThat(provider.asked).hasSize(3).containsOnly("authorise k 500");
  }

  @Test
  void aProviderThatFailsEverybodyIsLeftAloneForAWhile() {
    provider.away();
    ExecutorService customers = Executors.newFixedThreadPool(20);
    Stream.generate(() -> CompletableFuture.runAsync(this::authorize, customers))
        .limit(20)
        .toList()
        .forEach(CompletableFuture::join);
    customers.shutdown();
    int askedBefore = provider.asked.size();
    int lookedUpBefore = provider.lookedUp.size();

    assertThat(authorize()).isEqualTo(new NotAsked("CircuitBreakerOpenException"));
    assertThat(provider.asked).hasSize(askedBefore);
    assertThat(provider.lookedUp).hasSize(lookedUpBefore);
  }

  /** Each call blocks a caller until its time-out, so the test counts calls. */
  @Test
  void aProviderThatTakesCallsAndAnswersNoneIsHardlyAskedAnyMore() {
    provider.neverAnswers();
    RestPaymentGateway impatient = new RestPaymentGateway(new ResilientProvider(provider, 100));
    ExecutorService callers = Executors.newFixedThreadPool(20);
    List<CompletableFuture<ProviderAnswer>> answers =
        Stream.generate(
                () ->
                    CompletableFuture.supplyAsync(
                        () -> impatient.call(request(OperationKind.AUTHORIZE)), callers))
            .limit(200)
            .toList();
    long notAsked =
        answers.stream().map(CompletableFuture::join).filter(NotAsked.class::isInstance).count();
    callers.shutdown();

    assertThat(notAsked).isGreaterThan(100);
    assertThat(provider.asked.size() + provider.lookedUp.size()).isLessThan(100);
  }

  /** The outcome of the call is unknown, so the call must not count as one that was not sent. */
  @Test
  void aCallThatLeftBeforeTheOthersFailedIsUnknown() {
    provider.away();
    gateway.findOut(request(OperationKind.AUTHORIZE), NO_ANSWER);
    gateway.findOut(request(OperationKind.AUTHORIZE), NO_ANSWER);
    for (int calls = 2; calls < 38; calls += 4) {
      assertThat(authorize()).isEqualTo(new Unknown("ProcessingException"));
    }
    int before = provider.asked.size();

    assertThat(authorize()).isEqualTo(new Unknown("CircuitBreakerOpenException"));
    assertThat(provider.asked).hasSize(before + 2);
    assertThat(authorize()).isInstanceOf(NotAsked.class);
  }

  @Test
  void aMalformedRequestIsSentOnceAndBlocksNobodyElse() {
    provider.trouble = new ClientErrorException(422);

    for (int customer = 1; customer <= 60; customer++) {
      assertThat(authorize()).isEqualTo(new Unknown("ClientErrorException"));
      assertThat(provider.asked).hasSize(customer);
    }

    provider.trouble = null;
    provider.decides("k", "DONE", 500, null);
    assertThat(authorize()).isEqualTo(new Done(500));
  }

  private ProviderAnswer authorize() {
    return gateway.call(request(OperationKind.AUTHORIZE));
  }

  private static ProviderRequest request(OperationKind action) {
    return new ProviderRequest(Ids.next(), Ids.next(), action, "k", 500, "EUR", "pm_ok", 1, null);
  }
}
