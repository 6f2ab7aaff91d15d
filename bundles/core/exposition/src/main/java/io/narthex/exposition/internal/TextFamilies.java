// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

import io.narthex.exposition.FamilyWriter;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.MetricType;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Stored samples in the text format, which has no exponential histograms. */
public final class TextFamilies implements FamilyWriter {

  private static final Pattern LEGACY_METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LEGACY_LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  private final Writer out;
  private final UnaryOperator<String> names;
  private String family = "";

  /**
   * A writer.
   *
   * @param out takes the body
   * @param names escapes a name as the scraper asks
   */
  public TextFamilies(OutputStream out, UnaryOperator<String> names) {
    this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    this.names = names;
  }

  @Override
  public void begin(String name, MetricType type) throws IOException {
    family = names.apply(name);
    out.write("# TYPE ");
    out.write(name(LEGACY_METRIC, family));
    out.write(type == MetricType.UNKNOWN ? " untyped\n" : " histogram\n");
  }

  @Override
  public void sample(List<Label> labels, long timestampMs, double value) throws IOException {
    line("", labels, "", timestampMs, value);
  }

  @Override
  public boolean takes(Histogram histogram) {
    return histogram.hasCustomBuckets();
  }

  @Override
  public void histogram(List<Label> labels, long timestampMs, Histogram histogram)
      throws IOException {
    double[] cumulative = CumulativeBuckets.of(histogram);
    double[] bounds = histogram.customBounds();
    for (int i = 0; i < bounds.length; i++) {
      line("_bucket", labels, GoFloat.shortest(bounds[i]), timestampMs, cumulative[i]);
    }
    line("_bucket", labels, "+Inf", timestampMs, histogram.count());
    line("_sum", labels, "", timestampMs, histogram.sum());
    line("_count", labels, "", timestampMs, histogram.count());
  }

  private void line(String suffix, List<Label> labels, String bound, long timestampMs, double value)
      throws IOException {
    String metric = family + suffix;
    String separator = "{";
    if (LEGACY_METRIC.matcher(metric).matches()) {
      out.write(metric);
    } else {
      out.write('{');
      out.write(name(LEGACY_METRIC, metric));
      separator = ",";
    }
    for (Label label : labels) {
      pair(separator, name(LEGACY_LABEL, names.apply(label.name())), label.value());
      separator = ",";
    }
    if (!bound.isEmpty()) {
      pair(separator, "le", bound);
      separator = ",";
    }
    if (separator.equals(",")) {
      out.write('}');
    }
    out.write(' ');
    out.write(value == 0 ? "0" : GoFloat.shortest(value));
    out.write(' ');
    out.write(Long.toString(timestampMs));
    out.write('\n');
  }

  private void pair(String separator, String name, String value) throws IOException {
    out.write(separator);
    out.write(name);
    out.write("=\"");
    out.write(escape(value));
    out.write('"');
  }

  /** Returns a name as it is, or in quotes when old parsers could not read it. */
  private static String name(Pattern legacy, String name) {
    return legacy.matcher(name).matches() ? name : '"' + escape(name) + '"';
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  @Override
  public void end() throws IOException {
    out.flush();
  }
}
