package io.tradewind.systemtests.simulation;

import io.tradewind.payments.entity.OperationKind;
import io.tradewind.payments.entity.ProviderAnswer;
import io.tradewind.payments.entity.ProviderAnswer.AlreadyCaptured;
import io.tradewind.payments.entity.ProviderAnswer.Done;
import io.tradewind.payments.entity.ProviderAnswer.Refused;
import io.tradewind.payments.entity.ProviderRequest;
import io.tradewind.systemtests.books.Facts.Charge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The payment provider: it performs a key's request once, and repeats the answer from then on. */
final class SimulatedProvider {

  private enum Status {
    NEW,
    HELD,
    DECLINED,
    TAKEN,
    VOIDED
  }

  private static final class Account {
    private Status status = Status.NEW;
    private String method;
    private long held;
    private long taken;
    private long back;
  }

  private final Map<String, ProviderAnswer> decided = new HashMap<>();
  private final Map<UUID, Account> accounts = new HashMap<>();
  private final List<Charge> ledger = new ArrayList<>();

  ProviderAnswer ask(ProviderRequest request) {
    Account account = accounts.computeIfAbsent(request.orderId(), id -> new Account());
    ProviderAnswer answer = decided.get(request.key());
    if (answer == null) {
      answer = decide(account, request);
      decided.put(request.key(), answer);
      if (answer instanceof Done done) {
        ledger.add(new Charge(request.orderId(), nameOf(request.action()), done.amount()));
      }
    }
    boolean tooLate =
        request.action() == OperationKind.VOID
            && answer instanceof Refused refused
            && refused.reason().equals("already-captured");
    return tooLate ? new AlreadyCaptured(account.taken, account.back) : answer;
  }

  private static ProviderAnswer decide(Account account, ProviderRequest request) {
    return switch (request.action()) {
      case AUTHORIZE -> authorise(account, request);
      case CAPTURE -> capture(account, request);
      case VOID -> voided(account);
      case REFUND -> refund(account, request);
    };
  }

  private static ProviderAnswer authorise(Account account, ProviderRequest request) {
    if (account.status != Status.NEW) {
      return new Refused(account.status == Status.VOIDED ? "voided" : "already-authorised");
    }
    account.method = request.paymentMethod();
    if (account.method.equals("pm_declined")) {
      account.status = Status.DECLINED;
      return new Refused("card-declined");
    }
    account.status = Status.HELD;
    account.held = request.amount();
    return new Done(account.held);
  }

  private static ProviderAnswer capture(Account account, ProviderRequest request) {
    if (account.status != Status.HELD) {
      return new Refused(account.status == Status.TAKEN ? "already-captured" : "not-authorised");
    }
    if (account.method.equals("pm_capture_fails")) {
      return new Refused("capture-failed");
    }
    account.status = Status.TAKEN;
    account.taken = request.amount();
    return new Done(account.taken);
  }

  private static ProviderAnswer voided(Account account) {
    if (account.status == Status.TAKEN) {
      return new Refused("already-captured");
    }
    long letGo = account.status == Status.HELD ? account.held : 0;
    account.status = Status.VOIDED;
    return new Done(letGo);
  }

  private static ProviderAnswer refund(Account account, ProviderRequest request) {
    if (account.status != Status.TAKEN) {
      return new Refused("not-captured");
    }
    if (request.amount() > account.taken - account.back) {
      return new Refused("bad-amount");
    }
    account.back += request.amount();
    return new Done(request.amount());
  }

  private static String nameOf(OperationKind action) {
    return action == OperationKind.AUTHORIZE ? "AUTHORISE" : action.name();
  }

  List<Charge> ledger() {
    return ledger;
  }
}
