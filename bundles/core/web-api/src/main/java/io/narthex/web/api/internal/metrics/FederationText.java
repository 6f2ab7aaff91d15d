// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.metrics;

import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.web.json.DecimalText;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Samples in the text format 0.0.4, as untyped families with timestamps. */
final class FederationText {

  private static final Pattern LEGACY_METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LEGACY_LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  private final Writer out;
  private final Map<String, String> externalLabels;
  private final byte[] number = new byte[DecimalText.MAX_LENGTH];

  FederationText(Writer out, Map<String, String> externalLabels) {
    this.out = out;
    this.externalLabels = externalLabels;
  }

  /** Writes samples that are sorted by metric name; nameless ones are left out. */
  void write(List<NewestSamples.Newest> samples) throws IOException {
    String family = "";
    for (NewestSamples.Newest sample : samples) {
      String name = sample.series().metricName();
      if (name.isEmpty()) {
        continue;
      }
      if (!name.equals(family)) {
        family = name;
        out.write("# TYPE ");
        out.write(name(LEGACY_METRIC, name));
        out.write(" untyped\n");
      }
      boolean legacy = LEGACY_METRIC.matcher(name).matches();
      if (legacy) {
        out.write(name);
      }
      labels(sample.series(), legacy ? "" : name(LEGACY_METRIC, name));
      out.write(' ');
      int end = DecimalText.write(sample.value(), number, 0);
      out.write(new String(number, 0, end, StandardCharsets.US_ASCII));
      out.write(' ');
      out.write(Long.toString(sample.timestampMs()));
      out.write('\n');
    }
  }

  private void labels(Labels series, String quotedMetric) throws IOException {
    out.write('{');
    String separator = "";
    if (!quotedMetric.isEmpty()) {
      out.write(quotedMetric);
      separator = ",";
    }
    for (Label label : series) {
      if (!label.name().equals(Label.METRIC_NAME)) {
        label(separator, label.name(), label.value());
        separator = ",";
      }
    }
    for (Map.Entry<String, String> external : externalLabels.entrySet()) {
      if (!series.contains(external.getKey())) {
        label(separator, external.getKey(), external.getValue());
        separator = ",";
      }
    }
    out.write('}');
  }

  private void label(String separator, String name, String value) throws IOException {
    out.write(separator);
    out.write(name(LEGACY_LABEL, name));
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
}
