// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.narthex.exposition.ExpositionReader.Entry;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TextReaderTest {

  private static ExpositionReader reader(String body) {
    // ISO 8859-1 lets a test write any byte as a character.
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    return ExpositionFormats.text(bytes, bytes.length);
  }

  private static ExpositionReader utf8(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return ExpositionFormats.text(bytes, bytes.length);
  }

  @Test
  void readsSamplesMetadataAndComments() throws Exception {
    assertThat(
            Dump.of(
                utf8(
                    """
                    # HELP up Whether it\\nis \\\\ up.
                    # \tTYPE up gauge
                    up 1

                    # some remark
                    #
                    # HELPless
                    # TYPE c counter
                      c{a="b", c = "d",} 4.5 1234
                    some:rule{x="1"}\t-Inf
                    # HELP none
                    """)))
        .containsExactly(
            "HELP up [Whether it\nis \\ up.]",
            "TYPE up GAUGE",
            "{__name__=\"up\"} 1.0",
            "COMMENT [# some remark]",
            "COMMENT [#]",
            "COMMENT [# HELPless]",
            "TYPE c COUNTER",
            "{__name__=\"  c\", a=\"b\", c=\"d\"} 4.5 @1234",
            "{__name__=\"some:rule\", x=\"1\"} -Infinity",
            "HELP none []");
  }

  @Test
  void blanksInFrontOfANameBelongToIt() throws Exception {
    assertThat(Dump.of(utf8("a 1\n a 2\n \n\t a{b=\"c\"} 3\n  {\"d\"} 4\n #\te\n")))
        .containsExactly(
            "{__name__=\"a\"} 1.0",
            "{__name__=\" a\"} 2.0",
            "{__name__=\"\t a\", b=\"c\"} 3.0",
            "{__name__=\"d\"} 4.0",
            "COMMENT [#\te]");
  }

  @Test
  void seriesIsTheRangeOfNameAndLabelsAsWritten() throws Exception {
    String body = "# TYPE a gauge\na{x=\"}\"} 1\nb 2 77\n{\"c.d\", e=\"f\"}3\ng { } 4";
    ExpositionReader r = utf8(body);
    List<String> series = new ArrayList<>();
    for (Entry e = r.next(); e != Entry.END; e = r.next()) {
      if (e == Entry.SAMPLE) {
        series.add(
            new String(
                r.buffer(),
                r.seriesStart(),
                r.seriesEnd() - r.seriesStart(),
                StandardCharsets.UTF_8));
      }
    }
    assertThat(series).containsExactly("a{x=\"}\"}", "b", "{\"c.d\", e=\"f\"}", "g { }");
    assertThat(r.next()).isEqualTo(Entry.END);
  }

  @Test
  void quotedNamesAndEscapes() throws Exception {
    ExpositionReader r =
        utf8(
            "{\"Heizöl 10€ \\\"x\\\" {y\\nz}\",\"strange©\\n'q' \\\"n\\\"\"=\"6\\\\ \\t\"} 10.0\n"
                + "{ a = \"1\" , \"the.name\" } 1\n");
    assertThat(r.next()).isEqualTo(Entry.SAMPLE);
    assertThat((Object) r.labels())
        .isEqualTo(
            Labels.of("__name__", "Heizöl 10€ \"x\" {y\nz}", "strange©\n'q' \"n\"", "6\\ \\t"));
    assertThat(r.next()).isEqualTo(Entry.SAMPLE);
    assertThat((Object) r.labels()).isEqualTo(Labels.of("__name__", "the.name", "a", "1"));
  }

  @Test
  void boundsAndQuantilesAreWrittenAsOpenMetricsDoes() throws Exception {
    assertThat(
            Dump.of(
                utf8(
                    """
                    # TYPE h histogram
                    h_bucket{le="10"} 1
                    h_bucket{le="1000000"} 1
                    h_bucket{le="0.00001"} 1
                    h_bucket{le="+Inf"} 1
                    h_bucket{le="x"} 1
                    # TYPE s summary
                    s{quantile="0",le="1"} 1
                    # TYPE g gauge
                    g{le="10",quantile="1"} 1
                    """)))
        .containsExactly(
            "TYPE h HISTOGRAM",
            "{__name__=\"h_bucket\", le=\"10.0\"} 1.0",
            "{__name__=\"h_bucket\", le=\"1e+06\"} 1.0",
            "{__name__=\"h_bucket\", le=\"1e-05\"} 1.0",
            "{__name__=\"h_bucket\", le=\"+Inf\"} 1.0",
            "{__name__=\"h_bucket\", le=\"x\"} 1.0",
            "TYPE s SUMMARY",
            "{__name__=\"s\", le=\"1\", quantile=\"0.0\"} 1.0",
            "TYPE g GAUGE",
            "{__name__=\"g\", le=\"10\", quantile=\"1\"} 1.0");
  }

  @ParameterizedTest
  @CsvSource({
    "1,1",
    "+Inf,Infinity",
    "-Inf,-Infinity",
    "iNf,Infinity",
    "infinity,Infinity",
    "NaN,NaN",
    "nan,NaN",
    "1e3,1000",
    "-0,-0.0",
    "5.,5",
    ".5,0.5",
    "+7,7",
    "1E-400,0"
  })
  void valuesThatGoReads(String text, double expected) throws Exception {
    ExpositionReader r = utf8("a " + text + "\n");
    r.next();
    assertThat(Double.valueOf(r.value())).isEqualTo(Double.valueOf(expected));
  }

  @Test
  void everyNanIsTheOrdinaryOne() throws Exception {
    ExpositionReader r = utf8("a NaN\n");
    r.next();
    assertThat(Double.doubleToRawLongBits(r.value())).isEqualTo(SpecialValues.NAN_BITS);
  }

  @Test
  void guessSkipsLabelsOnlyWhenItIsRight() throws Exception {
    byte[] last = "a{x=\"1\"}".getBytes(StandardCharsets.UTF_8);
    ExpositionReader r =
        utf8("# TYPE a gauge\na{x=\"1\"} 5\na{x=\"1\"}6\na{x=\"2\"} 7 1\na {x=\"1\"} 8\n");
    assertThat(r.next(hash(last))).isEqualTo(Entry.TYPE);
    assertThat(r.next(hash(last))).isEqualTo(Entry.SAMPLE);
    assertThat(r.expected()).isTrue();
    assertThat(r.value()).isEqualTo(5);
    assertThat((Object) r.labels()).isEqualTo(Labels.of("__name__", "a", "x", "1"));
    assertThat(r.next(hash(last))).isEqualTo(Entry.SAMPLE);
    assertThat(r.expected()).isFalse();
    assertThat(r.value()).isEqualTo(6);
    assertThat(r.next(hash(last))).isEqualTo(Entry.SAMPLE);
    assertThat(r.expected()).isFalse();
    assertThat((Object) r.labels()).isEqualTo(Labels.of("__name__", "a", "x", "2"));
    assertThat(r.timestampMs()).isEqualTo(1);
    byte[] name = {'a'};
    assertThat(r.next(hash(name))).isEqualTo(Entry.SAMPLE);
    assertThat(r.expected()).isFalse();
    assertThat((Object) r.labels()).isEqualTo(Labels.of("__name__", "a", "x", "1"));
  }

  @Test
  void nulInsideQuotesIsText() throws Exception {
    ExpositionReader r = reader("# HELP m foo\0bar\na{b=\"abc\0\"} 1");
    assertThat(r.next()).isEqualTo(Entry.HELP);
    assertThat(r.help()).isEqualTo("foo\0bar");
    assertThat(r.next()).isEqualTo(Entry.SAMPLE);
    assertThat(r.labels().get("b")).isEqualTo("abc\0");
    assertThat(r.next()).isEqualTo(Entry.END);
  }

  @Test
  void duplicateLabelsAreRefused() throws Exception {
    ExpositionReader r = reader("ok 1\na{b=\"1\",b=\"2\"} 1\n");
    r.next();
    r.next();
    ExpositionException e = catchThrowableOfType(ExpositionException.class, r::labels);
    assertThat(e).hasMessage("label name \"b\" is not unique: invalid sample (line 2, column 9)");
  }

  @Test
  void faultsNameTheirPosition() {
    ExpositionException e =
        catchThrowableOfType(
            ExpositionException.class, () -> Dump.of(reader("a 1\nb{c=\"d\"} 2\nb{c='e'} 2\n")));
    assertThat(e.line()).isEqualTo(3);
    assertThat(e.column()).isEqualTo(5);
    assertThat(e.offset()).isEqualTo(19);
    assertThat(e)
        .hasMessage(
            "expected label value, got \"'\" (\"INVALID\") while parsing: \"b{c='\""
                + " (line 3, column 5)");
  }

  record Fault(String body, String problem) {}

  /** What Prometheus says of each body; taken as facts from its own tests. */
  static List<Fault> faults() {
    return List.of(
        new Fault(
            "a", "expected value after metric, got \"\\n\" (\"INVALID\") while parsing: \"a\\n\""),
        new Fault(
            "a{b='c'} 1\n",
            "expected label value, got \"'\" (\"INVALID\") while parsing: \"a{b='\""),
        new Fault(
            "a{b=\n", "expected label value, got \"\\n\" (\"INVALID\") while parsing: \"a{b=\\n\""),
        new Fault(
            "a{\377=\"foo\"} 1\n",
            "expected label name, got \"\\xff\" (\"INVALID\") while parsing: \"a{\\xff\""),
        new Fault("a{b=\"\377\"} 1\n", "invalid UTF-8 label value: \"\\\"\\xff\\\"\""),
        new Fault(
            "{\"a\", \"b = \"c\"}",
            "expected equal, got \"c\\\"\" (\"LNAME\") while parsing: \"{\\\"a\\\", \\\"b = \\\"c\\\"\""),
        new Fault(
            "{\"a\",b\\nc=\"d\"} 1",
            "expected equal, got \"\\\\\" (\"INVALID\") while parsing: \"{\\\"a\\\",b\\\\\""),
        new Fault(
            "a true\n",
            "strconv.ParseFloat: parsing \"true\": invalid syntax while parsing: \"a true\""),
        new Fault(
            "something_weird{problem=\"",
            "expected label value, got \"\\\"\\n\" (\"INVALID\") while parsing:"
                + " \"something_weird{problem=\\\"\\n\""),
        new Fault(
            "empty_label_name{=\"\"} 0",
            "expected label name, got \"=\\\"\" (\"EQUAL\") while parsing: \"empty_label_name{=\\\"\""),
        new Fault("{A}0", "expected equal, got \"}0\" (\"BCLOSE\") while parsing: \"{A}0\""),
        new Fault("foo 1_2\n", "unsupported character in float while parsing: \"foo 1_2\""),
        new Fault("foo 0x1p-3\n", "unsupported character in float while parsing: \"foo 0x1p-3\""),
        new Fault("foo 0x1P-3\n", "unsupported character in float while parsing: \"foo 0x1P-3\""),
        new Fault(
            "foo 0 1_2\n",
            "expected next entry after timestamp, got \"_\" (\"INVALID\") while parsing: \"foo 0 1_\""),
        new Fault("{a=\"ok\"} 1", "metric name not set while parsing: \"{a=\\\"ok\\\"} 1\""),
        new Fault(
            "# TYPE #\n#EOF\n",
            "expected metric name after TYPE, got \"#\" (\"INVALID\") while parsing: \"# TYPE #\""),
        new Fault(
            "# HELP #\n#EOF\n",
            "expected metric name after HELP, got \"#\" (\"INVALID\") while parsing: \"# HELP #\""),
        new Fault(
            "a{b=\0\"ssss\"} 1\n",
            "expected label value, got \"\\x00\" (\"INVALID\") while parsing: \"a{b=\\x00\""),
        new Fault(
            "a{b=\"\0",
            "expected label value, got \"\\\"\\x00\\n\" (\"INVALID\") while parsing:"
                + " \"a{b=\\\"\\x00\\n\""),
        new Fault(
            "a{b\0=\"hiih\"}\t1",
            "expected equal, got \"\\x00\" (\"INVALID\") while parsing: \"a{b\\x00\""),
        new Fault(
            "a\0{b=\"ddd\"} 1",
            "expected value after metric, got \"\\x00\" (\"INVALID\") while parsing: \"a\\x00\""),
        new Fault(
            "a 0 1\0",
            "expected next entry after timestamp, got \"\\x00\" (\"INVALID\") while parsing:"
                + " \"a 0 1\\x00\""),
        new Fault("# TYPE a  gauge\n", "invalid metric type \" gauge\""),
        new Fault("# TYPE a\n", "invalid metric type \"\""),
        new Fault(
            "a 1 99999999999999999999\n",
            "strconv.ParseInt: parsing \"99999999999999999999\": value out of range while parsing:"
                + " \"a 1 99999999999999999999\""),
        new Fault(
            "a 1e999\n",
            "strconv.ParseFloat: parsing \"1e999\": value out of range while parsing: \"a 1e999\""),
        new Fault(
            "a 1 -5\n",
            "expected timestamp or new record, got \"-\" (\"INVALID\") while parsing: \"a 1 -\""),
        new Fault(
            "{\"a\",\"b\"} 1\n",
            "metric name already set while parsing: \"{\\\"a\\\",\\\"b\\\"}\""),
        new Fault("# HELP a \377\n", "help text \"\\xff\" is not a valid utf8 string"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void wordsFaultsAsUpstreamDoes(Fault fault) {
    ExpositionException e =
        catchThrowableOfType(ExpositionException.class, () -> Dump.of(reader(fault.body())));
    assertThat(e).as("a fault in %s", fault.body()).isNotNull();
    assertThat(e.problem()).isEqualTo(fault.problem());
  }

  private static SeriesHash hash(byte[] series) {
    SeriesHash hash = new SeriesHash();
    hash.of(series, 0, series.length);
    return hash;
  }
}
