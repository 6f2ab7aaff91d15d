// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever an answer looks like, it is read within the limit or refused. */
@Timeout(60)
class MutilatedAnswersTest {

  private static final int LIMIT = 1_000;

  private static final byte[] ANSWER =
      ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n"
              + "Connection: keep-alive\r\n\r\n5;x=y\r\na 1\nb\r\n3\r\n 2\n\r\n0\r\nT: r\r\n\r\n")
          .getBytes(StandardCharsets.ISO_8859_1);

  private static final byte[] SPICE =
      "\r\n:; 0123456789abcfFxX-+\0\u00ff".getBytes(StandardCharsets.ISO_8859_1);

  @Test
  void areReadOrRefused() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 50_000; round++) {
      byte[] wire = ANSWER.clone();
      for (int k = random.nextInt(6); k > 0; k--) {
        wire[random.nextInt(wire.length)] =
            random.nextBoolean() ? SPICE[random.nextInt(SPICE.length)] : (byte) random.nextInt();
      }
      try {
        assertThat(read(wire, random)).as("seed %d, round %d", seed, round).isBetween(0, LIMIT);
      } catch (IOException expected) {
        assertThat(expected).as("seed %d, round %d", seed, round).isNotNull();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
  }

  /** Returns how many bytes the body has, 0 when it has none. */
  private static int read(byte[] wire, Random random) throws IOException {
    BodyBuffer buffer = new BodyBuffer();
    buffer.begin(LIMIT);
    int[] sent = {0};
    ChunkedBody.Source source =
        () -> {
          int count = Math.min(wire.length - sent[0], 1 + random.nextInt(40));
          byte[] room = buffer.room(count);
          System.arraycopy(wire, sent[0], room, buffer.received(), count);
          buffer.received(buffer.received() + count);
          sent[0] += count;
          return count > 0;
        };
    int end = -1;
    while (end < 0) {
      if (!source.fill()) {
        return 0;
      }
      end = PlainHead.end(buffer.room(0), 0, buffer.received());
    }
    PlainHead head = PlainHead.parse(buffer.room(0), end);
    buffer.dropFirst(end);
    return head.chunked() && new ChunkedBody(buffer).read(source) ? buffer.received() : 0;
  }
}
