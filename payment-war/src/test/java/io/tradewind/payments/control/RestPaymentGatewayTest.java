package io.tradewind.payments.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.payments.entity.OperationKind;
import io.tradewind.payments.entity.ProviderAnswer;
import io.tradewind.payments.entity.ProviderAnswer.AlreadyCaptured;
import io.tradewind.payments.entity.ProviderAnswer.Done;
import io.tradewind.payments.entity.ProviderAnswer.Refused;
import io.tradewind.payments.entity.ProviderAnswer.Unknown;
import io.tradewind.payments.entity.ProviderRequest;
import io.tradewind.values.Ids;
import jakarta.ws.rs.ClientErrorException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.Test;

class RestPaymentGatewayTest {

  private static final TimeoutException NO_ANSWER = new TimeoutException();

  private final ProviderStub provider = new ProviderStub();
  private final ProviderCalls calls = new ProviderCalls(provider);
  private final RestPaymentGateway gateway = new RestPaymentGateway(calls);

  @Test
  void whatTheProviderHasDoneIsDone() {
    provider.decides("k", "DONE", 500, null);

    assertThat(gateway.ask(request(OperationKind.AUTHORIZE))).isEqualTo(new Done(500));
    assertThat(provider.asked).containsExactly("authorise k 500");
  }

  @Test
  void whatTheProviderRefusesKeepsItsReason() {
    provider.decides("k", "REFUSED", 0, "card-declined");

    assertThat(gateway.ask(request(OperationKind.AUTHORIZE)))
        .isEqualTo(new Refused("card-declined"));
  }

  @Test
  void aVoidThatComesTooLateDiscoversWhatWasTaken() {
    provider.decides("k", "REFUSED", 0, "already-captured");
    provider.standing = new ProviderClient.Standing("CAPTURED", 500, 400, 100, "EUR");

    assertThat(gateway.ask(request(OperationKind.VOID))).isEqualTo(new AlreadyCaptured(400, 100));
  }

  @Test
  void anAnswerThatMeansNothingIsUnknown() {
    provider.decides("k", "PERHAPS", 0, null);

    assertThat(gateway.ask(request(OperationKind.CAPTURE))).isInstanceOf(Unknown.class);
  }

  @Test
  void withoutAnAnswerTheDecisionUnderTheKeyCounts() {
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

    assertThat(gateway.ask(request(OperationKind.AUTHORIZE)))
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

    assertThat(authorize()).isEqualTo(new Unknown("CircuitBreakerOpenException"));
    assertThat(provider.asked).hasSize(askedBefore);
  }

  @Test
  void whatTheProviderRefusesToUnderstandIsAskedOnceAndKeepsItFromNobodyElse() {
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
    return gateway.ask(request(OperationKind.AUTHORIZE));
  }

  private static ProviderRequest request(OperationKind action) {
    return new ProviderRequest(Ids.next(), Ids.next(), action, "k", 500, "EUR", "pm_ok", 1, null);
  }
}
