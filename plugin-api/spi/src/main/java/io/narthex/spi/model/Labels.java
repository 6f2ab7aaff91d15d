// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.model;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set of labels, sorted by name, without duplicates and without empty values.
 *
 * <p>Two sets are equal when they hold the same names and values. The order is that of Prometheus:
 * label by label, name before value, the shorter set first. Names and values compare by code point,
 * which is the order of their UTF-8 bytes.
 */
public final class Labels implements Iterable<Label>, Comparable<Labels> {

  /** Names that are written without quotes. */
  private static final Pattern PLAIN_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  private static final Labels EMPTY = new Labels(new String[0]);

  /** name, value, name, value ... sorted by name. */
  private final String[] pairs;

  private int hash;

  private Labels(String[] pairs) {
    this.pairs = pairs;
  }

  /** Returns the empty set. */
  public static Labels empty() {
    return EMPTY;
  }

  /**
   * Builds a set from names and values in turn, in any order.
   *
   * @throws IllegalArgumentException on an odd count, an empty name or a name given twice
   */
  public static Labels of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("names and values must come in pairs");
    }
    LabelsBuilder builder = new LabelsBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (builder.contains(namesAndValues[i])) {
        throw new IllegalArgumentException("label \"" + namesAndValues[i] + "\" is given twice");
      }
      builder.set(namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.build();
  }

  /** Builds a set from a map; entries with an empty value are left out. */
  public static Labels of(Map<String, String> labels) {
    LabelsBuilder builder = new LabelsBuilder();
    labels.forEach(builder::set);
    return builder.build();
  }

  /**
   * Wraps names and values in turn that the caller has sorted already. For decoders on hot paths:
   * the array is not copied and must not be changed afterwards.
   *
   * @throws IllegalArgumentException when names are not strictly ascending or a value is empty
   */
  public static Labels ofSorted(String[] sortedPairs) {
    if (sortedPairs.length == 0) {
      return EMPTY;
    }
    for (int i = 0; i < sortedPairs.length; i += 2) {
      if (sortedPairs[i + 1].isEmpty()
          || (i > 0 && compareText(sortedPairs[i - 2], sortedPairs[i]) >= 0)) {
        throw new IllegalArgumentException(
            "labels must be sorted by name and hold no empty value, at \"" + sortedPairs[i] + "\"");
      }
    }
    return new Labels(sortedPairs);
  }

  /** Returns how many labels there are. */
  public int size() {
    return pairs.length / 2;
  }

  /** Returns whether there is no label at all. */
  public boolean isEmpty() {
    return pairs.length == 0;
  }

  /** Returns the name of the label at an index from 0 to {@code size() - 1}, in order. */
  public String name(int index) {
    return pairs[2 * index];
  }

  /** Returns the value of the label at an index from 0 to {@code size() - 1}, in order. */
  public String value(int index) {
    return pairs[2 * index + 1];
  }

  /** Returns the value of a label, or the empty text when it is absent. */
  public String get(String name) {
    int i = indexOf(name);
    return i < 0 ? "" : pairs[2 * i + 1];
  }

  /** Returns whether a label of that name is present. */
  public boolean contains(String name) {
    return indexOf(name) >= 0;
  }

  /** Returns the value of {@code __name__}, or the empty text. */
  public String metricName() {
    return get(Label.METRIC_NAME);
  }

  /** Returns a set with one label set, replaced, or (by an empty value) removed. */
  public Labels with(String name, String value) {
    return toBuilder().set(name, value).build();
  }

  /** Returns a set without one label. */
  public Labels without(String name) {
    return contains(name) ? keep(n -> !n.equals(name)) : this;
  }

  /** Returns the set of those labels whose name passes the test. */
  public Labels keep(Predicate<String> nameTest) {
    String[] kept = new String[pairs.length];
    int n = 0;
    for (int i = 0; i < pairs.length; i += 2) {
      if (nameTest.test(pairs[i])) {
        kept[n++] = pairs[i];
        kept[n++] = pairs[i + 1];
      }
    }
    if (n == pairs.length) {
      return this;
    }
    return n == 0 ? EMPTY : new Labels(Arrays.copyOf(kept, n));
  }

  /** Returns a builder that starts from these labels. */
  public LabelsBuilder toBuilder() {
    return new LabelsBuilder(this);
  }

  /** Returns the labels as a sorted map. */
  public Map<String, String> toMap() {
    Map<String, String> map = new TreeMap<>(Labels::compareText);
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  @Override
  public Iterator<Label> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size();
      }

      @Override
      public Label next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        Label label = new Label(name(next), value(next));
        next++;
        return label;
      }
    };
  }

  @Override
  public int compareTo(Labels other) {
    int n = Math.min(pairs.length, other.pairs.length);
    for (int i = 0; i < n; i++) {
      int c = compareText(pairs[i], other.pairs[i]);
      if (c != 0) {
        return c;
      }
    }
    return Integer.compare(pairs.length, other.pairs.length);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Labels labels
            && hashCode() == labels.hashCode()
            && Arrays.equals(pairs, labels.pairs));
  }

  @Override
  public int hashCode() {
    int h = hash;
    if (h == 0) {
      h = Arrays.hashCode(pairs);
      hash = h;
    }
    return h;
  }

  /** Returns the set as Prometheus writes it: <code>{a="1", b="2"}</code>, the name among them. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("{");
    for (int i = 0; i < pairs.length; i += 2) {
      if (i > 0) {
        out.append(", ");
      }
      String name = pairs[i];
      if (PLAIN_NAME.matcher(name).matches()) {
        out.append(name);
      } else {
        appendQuoted(out, name);
      }
      out.append('=');
      appendQuoted(out, pairs[i + 1]);
    }
    return out.append('}').toString();
  }

  private static void appendQuoted(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> out.append(c);
      }
    }
    out.append('"');
  }

  private int indexOf(String name) {
    // Sets are small (about ten), so a scan beats a binary search with its comparisons.
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return i / 2;
      }
    }
    return -1;
  }

  /**
   * Compares by code point, as the UTF-8 bytes would; {@code String.compareTo} compares UTF-16
   * units.
   */
  static int compareText(String a, String b) {
    int n = Math.min(a.length(), b.length());
    for (int i = 0; i < n; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Surrogates stand for code points above all other characters.
        boolean xs = Character.isSurrogate(x);
        boolean ys = Character.isSurrogate(y);
        return xs == ys ? Character.compare(x, y) : (xs ? 1 : -1);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
