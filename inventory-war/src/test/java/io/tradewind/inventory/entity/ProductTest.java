package io.tradewind.inventory.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.values.Money;
import io.tradewind.values.Sku;
import org.junit.jupiter.api.Test;

class ProductTest {

  private static final Money PRICE = new Money(1290, "EUR");

  @Test
  void aSkuIsTwoToFortyCapitalsDigitsAndDashes() {
    for (String sku : new String[] {"A1", "TEA-001", "0-", "A".repeat(40)}) {
      assertThat(Sku.isValid(sku)).as(sku).isTrue();
    }
    for (String sku :
        new String[] {null, "", "A", "-A", "tea-001", "A B", "A".repeat(41), "A1\n"}) {
      assertThat(Sku.isValid(sku)).as(sku).isFalse();
    }
  }

  @Test
  void aPriceIsMoreThanNothingAndNotBeyondATotalThatFits() {
    for (long amount : new long[] {Long.MIN_VALUE, -1, 0, Product.HIGHEST_PRICE + 1}) {
      assertThatThrownBy(() -> new Product("TEA-001", "Tea", new Money(amount, "EUR")))
          .isInstanceOf(IllegalArgumentException.class);
    }
    Money highest = new Money(Product.HIGHEST_PRICE, "EUR");
    assertThat(new Product("TEA-001", "Tea", highest).price().times(100L * 1000)).isNotNull();
  }

  @Test
  void aNameHasOneToTwoHundredCharacters() {
    String tea = new String(Character.toChars(0x1F375));
    assertThat(new Product("TEA-001", tea.repeat(200), PRICE).name()).startsWith(tea);
    for (String name : new String[] {"", "  ", "x".repeat(201)}) {
      assertThatThrownBy(() -> new Product("TEA-001", name, PRICE))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
