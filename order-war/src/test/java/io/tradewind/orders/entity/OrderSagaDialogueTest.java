package io.tradewind.orders.entity;

import static io.tradewind.orders.entity.OrderStatus.CANCELLED;
import static io.tradewind.orders.entity.OrderStatus.CANCELLING;
import static io.tradewind.orders.entity.OrderStatus.CAPTURING;
import static io.tradewind.orders.entity.OrderStatus.CONFIRMED;
import static io.tradewind.orders.entity.OrderStatus.DELIVERED;
import static io.tradewind.orders.entity.OrderStatus.REJECTED;
import static io.tradewind.orders.entity.OrderStatus.REJECTING;
import static io.tradewind.orders.entity.OrderStatus.RETURNED;
import static io.tradewind.orders.entity.OrderStatus.SHIPPED;
import static io.tradewind.orders.entity.SagaCommand.CAPTURE_PAYMENT;
import static io.tradewind.orders.entity.SagaCommand.COMMIT_STOCK;
import static io.tradewind.orders.entity.SagaCommand.REFUND_PAYMENT;
import static io.tradewind.orders.entity.SagaCommand.RELEASE_STOCK;
import static io.tradewind.orders.entity.SagaCommand.RESERVE_STOCK;
import static io.tradewind.orders.entity.SagaCommand.RESTOCK;
import static io.tradewind.orders.entity.SagaCommand.SHIP_STOCK;
import static io.tradewind.orders.entity.SagaCommand.VOID_PAYMENT;
import static io.tradewind.orders.entity.SagaDialogue.aPlacedOrder;

import io.tradewind.orders.entity.SagaSignal.CancellationRequested;
import io.tradewind.orders.entity.SagaSignal.CaptureFailed;
import io.tradewind.orders.entity.SagaSignal.Delivered;
import io.tradewind.orders.entity.SagaSignal.PaymentAuthorized;
import io.tradewind.orders.entity.SagaSignal.PaymentCaptured;
import io.tradewind.orders.entity.SagaSignal.PaymentDeclined;
import io.tradewind.orders.entity.SagaSignal.PaymentRefunded;
import io.tradewind.orders.entity.SagaSignal.PaymentVoided;
import io.tradewind.orders.entity.SagaSignal.Returned;
import io.tradewind.orders.entity.SagaSignal.Shipped;
import io.tradewind.orders.entity.SagaSignal.StepOverdue;
import io.tradewind.orders.entity.SagaSignal.StockCommitted;
import io.tradewind.orders.entity.SagaSignal.StockRejected;
import io.tradewind.orders.entity.SagaSignal.StockReleased;
import io.tradewind.orders.entity.SagaSignal.StockReserved;
import io.tradewind.orders.entity.SagaSignal.StockRestocked;
import io.tradewind.orders.entity.SagaSignal.StockShipped;
import org.junit.jupiter.api.Test;

class OrderSagaDialogueTest {

  @Test
  void aGoodCardAndAFullShelfConfirmTheOrder() {
    saga(aPlacedOrder())
        .asks(SagaCommand.AUTHORIZE_PAYMENT)
        .hears(new PaymentAuthorized())
        .asks(RESERVE_STOCK)
        .hears(new StockReserved())
        .asks(CAPTURE_PAYMENT)
        .hears(new PaymentCaptured())
        .asksNothing()
        .endsAs(CONFIRMED);
  }

  @Test
  void anOrderOfAnEarlierVersionStillHearsThatItsStockIsCommitted() {
    aReservedOrder()
        .hears(new PaymentCaptured())
        .hasAsked(COMMIT_STOCK)
        .hears(new CancellationRequested())
        .hears(new StockReleased())
        .hears(new PaymentRefunded())
        .isIn(CANCELLING)
        .hears(new StockCommitted())
        .endsAs(CANCELLED);
  }

  @Test
  void aDeclinedCardLeavesTheStockAlone() {
    saga(aPlacedOrder())
        .hears(new PaymentDeclined("card-declined"))
        .asksNothing()
        .endsAs(REJECTED)
        .because("card-declined");
  }

  @Test
  void anEmptyShelfLetsTheMoneyGo() {
    saga(aPlacedOrder())
        .hears(new PaymentAuthorized())
        .hears(new StockRejected("insufficient-stock"))
        .asks(VOID_PAYMENT)
        .isIn(REJECTING)
        .hears(new PaymentVoided())
        .asksNothing()
        .endsAs(REJECTED)
        .because("insufficient-stock");
  }

  @Test
  void aFailedCaptureGivesTheStockBack() {
    aReservedOrder()
        .hears(new CaptureFailed("capture-failed"))
        .asks(RELEASE_STOCK, VOID_PAYMENT)
        .hears(new StockReleased())
        .isIn(REJECTING)
        .hears(new PaymentVoided())
        .endsAs(REJECTED)
        .because("capture-failed");
  }

  @Test
  void aCardDeclinedAfterTheCancellationChangesNothing() {
    saga(aPlacedOrder())
        .hears(new CancellationRequested())
        .asks(VOID_PAYMENT)
        .hears(new PaymentDeclined("card-declined"))
        .asksNothing()
        .isIn(CANCELLING)
        .hears(new PaymentVoided())
        .endsAs(CANCELLED)
        .because("cancelled");
  }

  @Test
  void aCancelledOrderIsOverOnlyWhenTheOvertakenStepIsAnsweredToo() {
    saga(aPlacedOrder())
        .hears(new CancellationRequested())
        .hears(new PaymentVoided())
        .isIn(CANCELLING)
        .hears(new PaymentAuthorized())
        .asksNothing()
        .endsAs(CANCELLED);
  }

  @Test
  void stockThatIsReservedAfterTheCancellationIsReleasedByTheReleaseBehindIt() {
    saga(aPlacedOrder())
        .hears(new PaymentAuthorized())
        .hears(new CancellationRequested())
        .asks(RELEASE_STOCK, VOID_PAYMENT)
        .hears(new StockReserved())
        .asksNothing()
        .hears(new StockReleased())
        .hears(new PaymentVoided())
        .endsAs(CANCELLED);
  }

  @Test
  void aCancellationIsRefusedWhilePaymentIsTakenAndAllowedAfterwards() {
    aReservedOrder()
        .isIn(CAPTURING)
        .refuses(new CancellationRequested())
        .refuses(new StepOverdue())
        .hears(new PaymentCaptured())
        .hears(new CancellationRequested())
        .asks(RELEASE_STOCK, REFUND_PAYMENT)
        .hears(new PaymentRefunded())
        .hears(new StockReleased())
        .endsAs(CANCELLED);
  }

  @Test
  void cancellingTwiceIsCancellingOnce() {
    saga(aPlacedOrder())
        .hears(new CancellationRequested())
        .hears(new CancellationRequested())
        .asksNothing()
        .hears(new PaymentAuthorized())
        .hears(new PaymentVoided())
        .hears(new CancellationRequested())
        .endsAs(CANCELLED);
  }

  @Test
  void aStepThatNobodyTakesCallsTheOrderOff() {
    saga(aPlacedOrder())
        .hears(new StepOverdue())
        .asks(VOID_PAYMENT)
        .isIn(CANCELLING)
        .because("step-overdue");
  }

  @Test
  void aParcelGoesOutAndComesBack() {
    aReservedOrder()
        .hears(new PaymentCaptured())
        .hears(new Shipped())
        .asks(SHIP_STOCK)
        .hears(new Delivered())
        .isIn(DELIVERED)
        .hears(new Returned())
        .asks(RESTOCK, REFUND_PAYMENT)
        .hears(new StockShipped())
        .hears(new StockRestocked())
        .hears(new PaymentRefunded())
        .endsAs(RETURNED);
  }

  @Test
  void aShippedOrderCannotBeCancelledNorShippedAgain() {
    aReservedOrder()
        .hears(new PaymentCaptured())
        .hears(new Shipped())
        .refuses(new CancellationRequested())
        .refuses(new Shipped())
        .isIn(SHIPPED);
  }

  @Test
  void anAnswerThatComesTwiceIsHeardOnce() {
    SagaDialogue saga = saga(aPlacedOrder()).hears(new PaymentAuthorized());
    long version = saga.order().version();
    saga.hears(new PaymentAuthorized()).asksNothing().isIn(OrderStatus.RESERVING);
    org.assertj.core.api.Assertions.assertThat(saga.order().version()).isEqualTo(version);
  }

  @Test
  void anAnswerToACommandThatWasNeverSentIsRefused() {
    saga(aPlacedOrder()).refuses(new StockReserved()).refuses(new PaymentRefunded());
  }

  private static SagaDialogue aReservedOrder() {
    return saga(aPlacedOrder()).hears(new PaymentAuthorized()).hears(new StockReserved());
  }

  private static SagaDialogue saga(SagaDialogue dialogue) {
    return dialogue;
  }
}
