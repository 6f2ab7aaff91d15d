// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonStreamTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final JsonStream json = new JsonStream(bytes);

  @Test
  void separatesMembersAndElements() throws IOException {
    json.beginObject().name("a").value(1).name("b").beginArray().value(true).nullValue();
    json.beginObject().endObject().endArray().name("c").value("x").endObject();

    assertThat(written()).isEqualTo("{\"a\":1,\"b\":[true,null,{}],\"c\":\"x\"}");
  }

  @Test
  void escapesOnlyWhatMustBeEscaped() throws IOException {
    json.value("q\" b\\ n\n r\r t\t bell\u0007 <&> é € \uD83D\uDE00 \uD83D");

    assertThat(written())
        .isEqualTo("\"q\\\" b\\\\ n\\n r\\r t\\t bell\\u0007 <&> é € \uD83D\uDE00 \uFFFD\"");
  }

  @Test
  void writesSamplesWithRenderedTimestamps() throws IOException {
    TimestampTexts times = TimestampTexts.ofSteps(1435781451781L, 219, 3);
    json.beginArray();
    json.sample(times, 0, 1).sample(times, 1, 0.5).sample(times, 2, Double.NaN).endArray();

    assertThat(written())
        .isEqualTo("[[1435781451.781,\"1\"],[1435781452,\"0.5\"],[1435781452.219,\"NaN\"]]");
  }

  @Test
  void writesTimestampsBeforeTheEpochAndWithLeadingZeros() throws IOException {
    json.beginArray().timestamp(-1500).timestamp(7).timestamp(-7).timestamp(60_070).endArray();

    assertThat(written()).isEqualTo("[-1.500,0.007,-0.007,60.070]");
  }

  @Test
  void writesMoreThanTheBufferHolds() throws IOException {
    String text = "\u20ac".repeat(100_000);
    json.beginArray().value(text).labels(Labels.of("a", "b")).texts(List.of("x", "y")).endArray();

    assertThat(written()).isEqualTo("[\"" + text + "\",{\"a\":\"b\"},[\"x\",\"y\"]]");
  }

  private String written() throws IOException {
    json.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
