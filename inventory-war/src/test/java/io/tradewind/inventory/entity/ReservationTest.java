package io.tradewind.inventory.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.values.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ReservationTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration DEADLINE = Duration.ofMinutes(15);
  private static final UUID RESERVE = Ids.next();

  private final Stock tea = aShelfWith("TEA-001", 10);
  private final Stock cup = aShelfWith("CUP-001", 3);
  private final LockedStock locked = new LockedStock(List.of(tea, cup), NOW);
  private final UnitsBySku twoTeasAndACup = UnitsBySku.NONE.plus("TEA-001", 2).plus("CUP-001", 1);

  @Test
  void allLinesAreHeldTogether() {
    Reservation order = aReservation();

    assertThat(reserve(order, twoTeasAndACup)).isEmpty();

    assertThat(order.status()).isEqualTo(ReservationStatus.HELD);
    assertThat(tea.available()).isEqualTo(8);
    assertThat(cup.available()).isEqualTo(2);
    assertThat(order.deadline()).contains(NOW.plus(DEADLINE));
  }

  @Test
  void nothingIsHeldWhenOneLineFallsShort() {
    Reservation order = aReservation();

    assertThat(reserve(order, twoTeasAndACup.plus("CUP-001", 3)))
        .contains(new Shortfall("insufficient-stock", "CUP-001"));

    assertThat(order.status()).isEqualTo(ReservationStatus.REJECTED);
    assertThat(tea.available()).isEqualTo(10);
    assertThat(locked.movements()).isEmpty();
  }

  @Test
  void repeatedLinesAreCheckedInSum() {
    UnitsBySku fourCups = UnitsBySku.NONE.plus("CUP-001", 2).plus("CUP-001", 2);

    assertThat(reserve(aReservation(), fourCups))
        .contains(new Shortfall("insufficient-stock", "CUP-001"));
  }

  @Test
  void anUnknownSkuIsRejectedByName() {
    assertThat(reserve(aReservation(), UnitsBySku.NONE.plus("NOT-HERE", 1)))
        .contains(new Shortfall("unknown-sku", "NOT-HERE"));
  }

  @Test
  void theLastUnitCanBeHeldAndTheNextCannot() {
    assertThat(reserve(aReservation(), UnitsBySku.NONE.plus("CUP-001", 3))).isEmpty();
    assertThat(reserve(aReservation(), UnitsBySku.NONE.plus("CUP-001", 1))).isPresent();
  }

  @Test
  void releaseGivesBackBeforeAndAfterCommit() {
    for (boolean committed : List.of(false, true)) {
      Reservation order = aReservation();
      reserve(order, twoTeasAndACup);
      if (committed) {
        order.commit(locked);
      }

      order.release(locked);

      assertThat(order.status()).isEqualTo(ReservationStatus.RELEASED);
      assertThat(tea.available()).isEqualTo(10);
      assertThat(tea.onHand()).isEqualTo(10);
    }
  }

  @Test
  void commitLiftsTheDeadlineAndMovesNothing() {
    Reservation order = aReservation();
    reserve(order, twoTeasAndACup);
    int before = locked.movements().size();

    order.commit(locked);

    assertThat(order.deadline()).isEmpty();
    assertThat(order.status()).isEqualTo(ReservationStatus.COMMITTED);
    assertThat(locked.movements()).hasSize(before);
  }

  @Test
  void shippedUnitsAreNotOnHandAndRestockedOnesAreAgain() {
    Reservation order = aReservation();
    reserve(order, twoTeasAndACup);
    order.commit(locked);

    order.ship(locked);
    assertThat(tea.onHand()).isEqualTo(8);
    assertThat(tea.reserved()).isZero();

    order.restock(locked);
    assertThat(tea.onHand()).isEqualTo(10);
    assertThat(tea.available()).isEqualTo(10);
  }

  @Test
  void aShippedReservationIsUndoneByRestockOnly() {
    Reservation order = inStatus(ReservationStatus.SHIPPED);

    assertThatThrownBy(() -> order.release(locked)).isInstanceOf(CommandRefused.class);
  }

  @Test
  void aReleaseThatComesFirstLeavesATombstoneThatRefusesTheLateReserve() {
    Reservation order = aReservation();

    order.release(locked);

    assertThat(order.status()).isEqualTo(ReservationStatus.RELEASED);
    assertThat(reserve(order, twoTeasAndACup)).contains(new Shortfall("already-released", null));
    assertThat(order.status()).isEqualTo(ReservationStatus.RELEASED);
    assertThat(tea.available()).isEqualTo(10);
  }

  @Test
  void aReserveThatWasHeldIsToldSoAgainEvenAfterItsRelease() {
    Reservation order = inStatus(ReservationStatus.RELEASED);

    assertThat(reserve(order, twoTeasAndACup)).isEmpty();
    assertThat(tea.available()).isEqualTo(10);
  }

  @Test
  void aRejectionStaysARejectionWhenStockHasComeMeanwhile() {
    Reservation order = aReservation();
    UnitsBySku tooMany = UnitsBySku.NONE.plus("CUP-001", 4);
    Optional<Shortfall> first = reserve(order, tooMany);
    cup.adjust(100, "delivery", null, NOW);

    assertThat(reserve(order, tooMany)).isEqualTo(first);
    assertThat(cup.reserved()).isZero();
  }

  @Test
  void aReservationHeldBeforeARestoreIsHeldOnceTheUnitsAreThere() {
    for (BiConsumer<Reservation, LockedStock> later :
        List.<BiConsumer<Reservation, LockedStock>>of(Reservation::commit, Reservation::ship)) {
      Reservation order = aReservation();
      UnitsBySku all = UnitsBySku.NONE.plus("CUP-001", cup.available() + 1);
      reserve(order, all);
      assertThatThrownBy(() -> later.accept(order, locked)).isInstanceOf(CommandRefused.class);
      cup.adjust(1, "counted", null, NOW);

      later.accept(order, locked);
      assertThat(cup.available()).isZero();
      assertThat(order.lines()).isEqualTo(all);
      order.ship(locked);
      assertThat(order.status()).isEqualTo(ReservationStatus.SHIPPED);
      assertThat(cup.onHand()).isZero();
    }
  }

  @Test
  void aConfirmationThatOvertakesItsReserveKeepsTheUnitsOnceTheyAreThere() {
    Reservation order = aReservation();
    UnitsBySku all = UnitsBySku.NONE.plus("CUP-001", cup.available() + 1);

    order.confirm(locked);
    assertThat(order.status()).isEqualTo(ReservationStatus.COMMITTED);
    assertThat(order.isUndecided()).isTrue();
    assertThatThrownBy(() -> reserve(order, all))
        .isInstanceOf(CommandRefused.class)
        .hasMessageContaining("are missing");
    assertThatThrownBy(() -> order.ship(locked)).isInstanceOf(CommandRefused.class);
    cup.adjust(1, "counted", null, NOW);

    assertThat(reserve(order, all)).isEmpty();
    assertThat(order.status()).isEqualTo(ReservationStatus.COMMITTED);
    assertThat(order.deadline()).isEmpty();
    assertThat(cup.available()).isZero();
    order.ship(locked);
    assertThat(cup.onHand()).isZero();
  }

  @Test
  void anOrderConfirmedBeforeItsReserveIsUndoneLikeAnUnknownOne() {
    for (BiConsumer<Reservation, LockedStock> undo :
        List.<BiConsumer<Reservation, LockedStock>>of(Reservation::release, Reservation::restock)) {
      Reservation order = aReservation();
      order.confirm(locked);

      undo.accept(order, locked);

      assertThat(order.status()).isEqualTo(ReservationStatus.RELEASED);
      assertThat(reserve(order, twoTeasAndACup)).contains(Shortfall.alreadyReleased());
      assertThat(tea.available()).isEqualTo(10);
    }
  }

  @Test
  void otherLinesForTheSameOrderAreRefused() {
    Reservation order = inStatus(ReservationStatus.HELD);

    assertThatThrownBy(() -> reserve(order, UnitsBySku.NONE.plus("TEA-001", 1)))
        .isInstanceOf(CommandRefused.class);
  }

  @Test
  void aRestockThatOvertakesItsShipmentBooksBoth() {
    Reservation order = inStatus(ReservationStatus.COMMITTED);

    order.restock(locked);
    order.ship(locked);

    assertThat(order.status()).isEqualTo(ReservationStatus.RESTOCKED);
    assertThat(tea.onHand()).isEqualTo(10);
    assertThat(tea.reserved()).isZero();
    assertThat(locked.movements().stream().map(StockMovement::type))
        .contains(MovementType.SHIP, MovementType.RESTOCK);
  }

  @ParameterizedTest
  @EnumSource(value = ReservationStatus.class, names = "NONE", mode = Mode.EXCLUDE)
  void everyCommandASecondTimeChangesNothing(ReservationStatus status) {
    tea.adjust(100, "enough for all", null, NOW);
    cup.adjust(100, "enough for all", null, NOW);
    List<BiConsumer<Reservation, LockedStock>> commands =
        List.of(
            (order, on) -> order.reserve(RESERVE, twoTeasAndACup, DEADLINE, on),
            Reservation::commit,
            Reservation::confirm,
            Reservation::release,
            Reservation::ship,
            Reservation::restock);
    for (BiConsumer<Reservation, LockedStock> command : commands) {
      Reservation order = inStatus(status);
      try {
        command.accept(order, locked);
      } catch (CommandRefused allowed) {
        continue;
      }
      ReservationStatus once = order.status();
      int movements = locked.movements().size();

      command.accept(order, locked);

      assertThat(order.status()).isEqualTo(once);
      assertThat(locked.movements()).hasSize(movements);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ReservationStatus.class,
      names = {"NONE", "RELEASED", "REJECTED"})
  void unitsThatAreNotReservedAreNotShipped(ReservationStatus status) {
    assertThatThrownBy(() -> inStatus(status).ship(locked)).isInstanceOf(CommandRefused.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = ReservationStatus.class,
      names = {"NONE", "REJECTED"})
  void unitsThatAreNotReservedAreNotCommitted(ReservationStatus status) {
    assertThatThrownBy(() -> inStatus(status).commit(locked)).isInstanceOf(CommandRefused.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = ReservationStatus.class,
      names = {"NONE", "RELEASED", "REJECTED", "RESTOCKED"})
  void undoingWhatIsNotThereSucceedsAndMovesNothing(ReservationStatus status) {
    Reservation released = inStatus(status);
    Reservation restocked = inStatus(status);
    int movements = locked.movements().size();

    released.release(locked);
    restocked.restock(locked);

    assertThat(locked.movements()).hasSize(movements);
  }

  @Test
  void linesReadBackFromTheDatabaseAreTheSame() {
    UnitsBySkuAsJson json = new UnitsBySkuAsJson();

    assertThat(json.convertToDatabaseColumn(twoTeasAndACup))
        .isEqualTo("{\"CUP-001\":1,\"TEA-001\":2}");
    assertThat(json.convertToEntityAttribute("{\"CUP-001\": 1, \"TEA-001\": 2}"))
        .isEqualTo(twoTeasAndACup);
    assertThat(json.convertToEntityAttribute("{}")).isEqualTo(UnitsBySku.NONE);
  }

  private Reservation inStatus(ReservationStatus status) {
    Reservation order = aReservation();
    switch (status) {
      case NONE -> {}
      case HELD -> reserve(order, twoTeasAndACup);
      case COMMITTED -> {
        reserve(order, twoTeasAndACup);
        order.commit(locked);
      }
      case SHIPPED -> {
        reserve(order, twoTeasAndACup);
        order.ship(locked);
      }
      case RESTOCKED -> {
        reserve(order, twoTeasAndACup);
        order.ship(locked);
        order.restock(locked);
      }
      case RELEASED -> {
        reserve(order, twoTeasAndACup);
        order.release(locked);
      }
      case REJECTED -> reserve(order, UnitsBySku.NONE.plus("CUP-001", 1000));
    }
    assertThat(order.status()).isEqualTo(status);
    return order;
  }

  private Optional<Shortfall> reserve(Reservation order, UnitsBySku lines) {
    return order.reserve(RESERVE, lines, DEADLINE, locked);
  }

  private static Reservation aReservation() {
    return new Reservation(Ids.next(), NOW);
  }

  static Stock aShelfWith(String sku, long units) {
    Stock stock = new Stock(sku);
    stock.adjust(units, "first stock", null, NOW);
    return stock;
  }
}
