// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Orders of vectors. */
final class NaiveSorting {

  private static final Pattern CHUNK = Pattern.compile("\\d+|\\D+");

  private NaiveSorting() {}

  /** Sorts floats by value, NaN last; histograms go. */
  static List<Element> byValue(List<Element> elements, boolean descending) {
    Comparator<Element> order = Comparator.comparingDouble(Element::value);
    order = descending ? order.reversed() : order;
    Comparator<Element> nanLast =
        Comparator.<Element, Boolean>comparing(e -> Double.isNaN(e.value())).thenComparing(order);
    return elements.stream().filter(Element::isFloat).sorted(nanLast).toList();
  }

  /** Sorts by labels in natural order, then by all labels. */
  static List<Element> byLabels(List<Element> elements, List<String> names, boolean descending) {
    Comparator<Element> order = (a, b) -> 0;
    for (String name : names) {
      order = order.thenComparing(e -> e.labels().get(name), NaiveSorting::natural);
    }
    order = order.thenComparing(Element::labels);
    return elements.stream().sorted(descending ? order.reversed() : order).toList();
  }

  /** Compares texts so that numbers in them count as numbers. */
  private static int natural(String a, String b) {
    List<String> x = chunks(a);
    List<String> y = chunks(b);
    for (int i = 0; i < Math.min(x.size(), y.size()); i++) {
      String left = x.get(i);
      String right = y.get(i);
      boolean numbers = Character.isDigit(left.charAt(0)) && Character.isDigit(right.charAt(0));
      int c =
          numbers ? new BigInteger(left).compareTo(new BigInteger(right)) : left.compareTo(right);
      if (c != 0) {
        return c;
      }
    }
    return Integer.compare(x.size(), y.size());
  }

  private static List<String> chunks(String text) {
    List<String> chunks = new ArrayList<>();
    Matcher matcher = CHUNK.matcher(text);
    while (matcher.find()) {
      chunks.add(matcher.group());
    }
    return chunks;
  }
}
