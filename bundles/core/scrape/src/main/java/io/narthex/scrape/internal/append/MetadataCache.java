// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.model.MetricType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a target says of its metric families. It changes rarely and each entry costs a text, so it
 * is read in the first scrape, in the scrape after one with new series, and, while there are lines
 * that were not just as expected, in every {@value #EVERY}th. A family is kept until some reads
 * have passed without it. Written by the scraping thread, read by any.
 */
final class MetadataCache {

  private static final int EVERY = 10;
  private static final int KEPT_READS = 2;

  private static final SharedMetadata SHARED = new SharedMetadata();

  private record Family(MetricMetadata metadata, int read) {}

  private final Map<String, Family> families = new LinkedHashMap<>();
  private int scrapes;
  private int reads;
  private boolean due;
  private boolean asked = true;
  private int lookedAt;

  /** Begins a scrape. */
  synchronized void begin() {
    due = asked || (scrapes % EVERY == 0 && lookedAt > 0);
    asked = false;
    if (due) {
      lookedAt = 0;
    }
    scrapes++;
    if (due) {
      reads++;
    }
  }

  /** Returns whether this scrape's metadata is read. */
  boolean isDue() {
    return due;
  }

  /** Asks for the next scrape's metadata: there were new series in this one. */
  void ask() {
    asked = true;
  }

  /** Says that a line was not just as expected, so that there may be other families. */
  void lookedAtLine() {
    if (!due) {
      lookedAt++;
    }
  }

  void type(String family, MetricType type) {
    put(family, type, null, null);
  }

  void help(String family, String help) {
    put(family, null, null, help);
  }

  void unit(String family, String unit) {
    put(family, null, unit, null);
  }

  synchronized void put(MetricMetadata metadata) {
    put(metadata.family(), metadata.type(), metadata.unit(), metadata.help());
  }

  private synchronized void put(
      String family, @Nullable MetricType type, @Nullable String unit, @Nullable String help) {
    Family known = families.get(family);
    MetricMetadata old =
        known == null ? new MetricMetadata(family, MetricType.UNKNOWN, "", "") : known.metadata();
    MetricMetadata next =
        new MetricMetadata(
            family,
            type == null ? old.type() : type,
            unit == null ? old.unit() : unit,
            help == null ? old.help() : help);
    MetricMetadata kept = known != null && next.equals(old) ? old : SHARED.share(next);
    families.put(kept.family(), new Family(kept, reads));
  }

  /** Ends a good scrape: forgets old families and hands the present ones on when they were read. */
  synchronized void end(Consumer<MetricMetadata> sink) {
    if (due) {
      families.values().removeIf(family -> reads - family.read() > KEPT_READS);
      families.values().forEach(family -> sink.accept(family.metadata()));
    }
  }

  /** Returns all families, by name. */
  synchronized List<MetricMetadata> list() {
    List<MetricMetadata> out = new ArrayList<>();
    families.values().forEach(family -> out.add(family.metadata()));
    out.sort(Comparator.comparing(MetricMetadata::family));
    return out;
  }
}
