package io.tradewind.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class RequestBodyTest {

  @Test
  void aBodyUpToTheLimitIsRead() {
    byte[] body = new byte[RequestBody.MAX_BYTES];
    assertThat(RequestBody.read(new ByteArrayInputStream(body))).hasSize(body.length);
  }

  @Test
  void oneByteMoreIsRefusedAfterTheRestWasRead() {
    ByteArrayInputStream stream = new ByteArrayInputStream(new byte[3_000_000]);
    assertThatThrownBy(() -> RequestBody.read(stream))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.BODY_TOO_LARGE));
    assertThat(stream.available()).isZero();
  }

  @Test
  void noMoreThanFourMegabytesAreReadForNothing() {
    ByteArrayInputStream stream = new ByteArrayInputStream(new byte[5 * 1024 * 1024]);
    assertThatThrownBy(() -> RequestBody.read(stream)).isInstanceOf(ProblemException.class);
    assertThat(stream.available()).isEqualTo(1024 * 1024);
  }

  @Test
  void aClientThatStopsInTheMiddleIsToldSo() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("gone");
          }
        };
    assertThatThrownBy(() -> RequestBody.read(broken))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.MALFORMED_BODY));
  }
}
