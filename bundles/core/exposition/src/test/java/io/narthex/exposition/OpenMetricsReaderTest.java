// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.narthex.exposition.ExpositionReader.Entry;
import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Labels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OpenMetricsReaderTest {

  private static final ReaderOptions SKIP_CREATED =
      new ReaderOptions(true, false, true, false, false);

  private static ExpositionReader reader(byte[] body, ReaderOptions options) {
    return ExpositionFormats.reader(Format.OPENMETRICS, body, body.length, options);
  }

  private static ExpositionReader reader(String body) {
    return reader(body.getBytes(StandardCharsets.UTF_8), ReaderOptions.DEFAULT);
  }

  @Test
  void readsMetadataTimestampsAndExemplars() throws Exception {
    assertThat(
            Dump.of(
                reader(
                    """
                    # HELP f_seconds escape \\\\ \\n \\" \\x
                    # TYPE f_seconds summary
                    # UNIT f_seconds seconds
                    f_seconds{quantile="1"} 8.3835e-05
                    # HELP "q.r" quoted
                    # UNIT nounit\s
                    # TYPE h gaugehistogram
                    h_bucket{le="+Inf"} 1 # {id="x",b="\\"y"} 4 123.1235
                    {"h.bucket",le="2"} 1 # {} 4
                    a 33 123.123
                    # TYPE i info
                    i{a="b"} 1 1.5 # {t="1"} -2
                    # EOF
                    """)))
        .containsExactly(
            "HELP f_seconds [escape \\ \n \" \\x]",
            "TYPE f_seconds SUMMARY",
            "UNIT f_seconds [seconds]",
            "{__name__=\"f_seconds\", quantile=\"1.0\"} 8.3835E-5",
            "HELP q.r [quoted]",
            "UNIT nounit []",
            "TYPE h GAUGEHISTOGRAM",
            "{__name__=\"h_bucket\", le=\"+Inf\"} 1.0 "
                + List.of(new Exemplar(Labels.of("id", "x", "b", "\"y"), 4, 123123)),
            "{__name__=\"h.bucket\", le=\"2\"} 1.0 "
                + List.of(new Exemplar(Labels.empty(), 4, ExpositionReader.NO_TIMESTAMP)),
            "{__name__=\"a\"} 33.0 @123123",
            "TYPE i INFO",
            "{__name__=\"i\", a=\"b\"} 1.0 @1500 "
                + List.of(new Exemplar(Labels.of("t", "1"), -2, ExpositionReader.NO_TIMESTAMP)));
  }

  @Test
  void startTimestampsComeFromCreatedLinesOfTheSameSeries() throws Exception {
    String body =
        """
        # TYPE foo counter
        foo_total 17.0 1520879607.789 # {id="t"} 5
        foo_created 1520872607.123
        foo_total{a="b"} 17.0
        foo_created{a="b"} 1520872608.125
        foo_total{le="1"} 10.0
        # TYPE "b.ar" summary
        {"b.ar_count"} 17.0
        {"b.ar",quantile="0.95"} 123.7
        {"b.ar_created"} 1520872609.5
        # TYPE baz histogram
        baz_bucket{x="1",le="0.0"} 0
        baz_bucket{x="1",le="+Inf"} 17
        baz_count{x="1"} 17
        baz_created{x="1"} 1520872610.5
        baz_count{x="2"} 3
        # TYPE g_created gauge
        g_created 17.0
        # TYPE late counter
        late_created 1
        late_total 2
        # EOF
        """;
    assertThat(Dump.of(reader(body.getBytes(StandardCharsets.UTF_8), SKIP_CREATED)))
        .filteredOn(line -> !line.startsWith("TYPE"))
        .containsExactly(
            "{__name__=\"foo_total\"} 17.0 @1520879607789 since 1520872607123 "
                + List.of(new Exemplar(Labels.of("id", "t"), 5, ExpositionReader.NO_TIMESTAMP)),
            "{__name__=\"foo_total\", a=\"b\"} 17.0 since 1520872608125",
            "{__name__=\"foo_total\", le=\"1\"} 10.0",
            "{__name__=\"b.ar_count\"} 17.0 since 1520872609500",
            "{__name__=\"b.ar\", quantile=\"0.95\"} 123.7 since 1520872609500",
            "{__name__=\"baz_bucket\", le=\"0.0\", x=\"1\"} 0.0 since 1520872610500",
            "{__name__=\"baz_bucket\", le=\"+Inf\", x=\"1\"} 17.0 since 1520872610500",
            "{__name__=\"baz_count\", x=\"1\"} 17.0 since 1520872610500",
            "{__name__=\"baz_count\", x=\"2\"} 3.0",
            "{__name__=\"g_created\"} 17.0",
            "{__name__=\"late_total\"} 2.0");
    assertThat(Dump.of(reader(body))).filteredOn(line -> line.contains("_created\"")).hasSize(6);
  }

  @Test
  void typeAndUnitBecomeLabelsWhenAsked() throws Exception {
    byte[] body =
        """
        # TYPE f_seconds counter
        # UNIT f_seconds seconds
        f_seconds_total{__type__="x",__unit__="y",a="b"} 1
        # TYPE other unknown
        other{__type__="x"} 1
        # EOF
        """
            .getBytes(StandardCharsets.UTF_8);
    assertThat(Dump.of(reader(body, new ReaderOptions(false, true, true, false, false))))
        .contains(
            "{__name__=\"f_seconds_total\", __type__=\"counter\", __unit__=\"seconds\", a=\"b\"} 1.0",
            "{__name__=\"other\", __type__=\"x\"} 1.0");
  }

  record Case(String body, String problem) {}

  static List<Case> cases() throws IOException {
    try (InputStream in =
            Objects.requireNonNull(
                OpenMetricsReaderTest.class.getResourceAsStream("openmetrics-faults.tsv"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("# body"))
          .map(line -> line.split("\t", -1))
          .map(columns -> new Case(plain(columns[0]), plain(columns[1])))
          .toList();
    }
  }

  private static String plain(String escaped) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      i++;
      switch (escaped.charAt(i)) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'x' -> {
          out.append((char) Integer.parseInt(escaped.substring(i + 1, i + 3), 16));
          i += 2;
        }
        default -> out.append(escaped.charAt(i));
      }
    }
    return out.toString();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void wordsFaultsAsUpstreamDoes(Case c) throws Exception {
    // ISO 8859-1 writes each character of the case as that byte.
    byte[] body = c.body().getBytes(StandardCharsets.ISO_8859_1);
    if (c.problem().isEmpty() || c.problem().equals("EOF")) {
      ExpositionReader r = reader(body, SKIP_CREATED);
      Dump.of(r);
      assertThat(r.next()).isEqualTo(Entry.END);
      return;
    }
    ExpositionException e =
        catchThrowableOfType(ExpositionException.class, () -> Dump.of(reader(body, SKIP_CREATED)));
    assertThat(e).as("a fault in %s", c.body()).isNotNull();
    assertThat(e.problem()).isEqualTo(c.problem());
  }
}
