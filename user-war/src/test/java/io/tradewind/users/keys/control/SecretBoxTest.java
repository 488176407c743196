package io.tradewind.users.keys.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretBoxTest {

  private final SecretBox box = new SecretBox("a long and random secret");
  private final byte[] sealed = box.close("private".getBytes(UTF_8), "key-1");

  @Test
  void aSealedTextIsReadWithTheSameSecretAndLabel() {
    assertThat(box.open(sealed, "key-1")).hasValue("private".getBytes(UTF_8));
  }

  @Test
  void anotherSecretReadsNothing() {
    assertThat(new SecretBox("another secret").open(sealed, "key-1")).isEmpty();
  }

  @Test
  void anotherRowsLabelReadsNothing() {
    assertThat(box.open(sealed, "key-2")).isEmpty();
  }

  @Test
  void aTamperedTextIsNotRead() {
    sealed[sealed.length - 1] ^= 1;

    assertThat(box.open(sealed, "key-1")).isEmpty();
    assertThat(box.open(new byte[3], "key-1")).isEmpty();
  }
}
