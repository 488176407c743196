package io.tradewind.users.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SealTest {

  private final Seal seal = new Seal("a long and random secret");
  private final byte[] sealed = seal.close("private".getBytes(UTF_8), "key-1");

  @Test
  void whatWasSealedIsReadWithTheSameSecretAndLabel() {
    assertThat(seal.open(sealed, "key-1")).hasValue("private".getBytes(UTF_8));
  }

  @Test
  void anotherSecretReadsNothing() {
    assertThat(new Seal("another secret").open(sealed, "key-1")).isEmpty();
  }

  @Test
  void anotherRowsLabelReadsNothing() {
    assertThat(seal.open(sealed, "key-2")).isEmpty();
  }

  @Test
  void whatWasTamperedWithIsNotRead() {
    sealed[sealed.length - 1] ^= 1;

    assertThat(seal.open(sealed, "key-1")).isEmpty();
    assertThat(seal.open(new byte[3], "key-1")).isEmpty();
  }
}
