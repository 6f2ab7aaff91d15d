// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.check;

import io.narthex.exposition.ExpositionException;
import io.narthex.exposition.ExpositionFormats;
import io.narthex.exposition.ExpositionReader;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.MetricType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The samples of one metric as a body exposes them.
 *
 * @param name the family's name
 * @param type the declared type, or UNKNOWN
 * @param hasHelp whether there is a HELP line
 * @param series the labels of each sample, in order, names as {@code __name__} among them
 */
record MetricFamily(String name, MetricType type, boolean hasHelp, List<Labels> series) {

  private static final List<String> HISTOGRAM_SUFFIXES = List.of("_bucket", "_count", "_sum");
  private static final List<String> SUMMARY_SUFFIXES = List.of("_count", "_sum");

  /** Returns how many series the family has. */
  int cardinality() {
    return series.size();
  }

  /**
   * Reads a body in the text format.
   *
   * @return its families, sorted by name
   * @throws ExpositionException when the body breaks the format
   */
  static List<MetricFamily> read(byte[] body) throws ExpositionException {
    Map<String, MetricType> types = new TreeMap<>();
    Map<String, Boolean> helped = new TreeMap<>();
    Map<String, List<Labels>> series = new TreeMap<>();
    ExpositionReader reader = ExpositionFormats.text(body, body.length);
    for (ExpositionReader.Entry entry = reader.next();
        entry != ExpositionReader.Entry.END;
        entry = reader.next()) {
      switch (entry) {
        case TYPE -> types.put(reader.family(), reader.type());
        case HELP -> helped.put(reader.family(), true);
        case SAMPLE, HISTOGRAM -> {
          Labels labels = reader.labels();
          series
              .computeIfAbsent(family(labels.get("__name__"), types), name -> new ArrayList<>())
              .add(labels);
        }
        case UNIT, COMMENT, END -> {}
      }
    }
    List<MetricFamily> families = new ArrayList<>();
    series.forEach(
        (name, labels) ->
            families.add(
                new MetricFamily(
                    name,
                    types.getOrDefault(name, MetricType.UNKNOWN),
                    helped.containsKey(name),
                    List.copyOf(labels))));
    return families;
  }

  /** The sums, counts and buckets of a declared histogram or summary belong to it. */
  private static String family(String sample, Map<String, MetricType> types) {
    if (types.containsKey(sample)) {
      return sample;
    }
    for (String suffix : HISTOGRAM_SUFFIXES) {
      if (sample.endsWith(suffix)) {
        String base = sample.substring(0, sample.length() - suffix.length());
        MetricType type = types.getOrDefault(base, MetricType.UNKNOWN);
        if (type == MetricType.HISTOGRAM
            || (type == MetricType.SUMMARY && SUMMARY_SUFFIXES.contains(suffix))) {
          return base;
        }
      }
    }
    return sample;
  }
}
