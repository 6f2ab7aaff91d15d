// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Words for the message about an unknown key: near misses, then what is known. */
final class Suggestions {

  private Suggestions() {}

  static String forUnknown(String key, Collection<String> known) {
    List<String> near = new ArrayList<>();
    for (String candidate : known) {
      if (candidate.length() > 2 && distance(key, candidate) <= Math.max(2, key.length() / 4)) {
        near.add(candidate);
      }
    }
    near.sort(Comparator.comparingInt(candidate -> distance(key, candidate)));
    StringBuilder out = new StringBuilder();
    if (!near.isEmpty()) {
      out.append("; did you mean ")
          .append(String.join(" or ", near.subList(0, Math.min(3, near.size()))));
      out.append('?');
    }
    return out.append(known.isEmpty() ? "; no key is known here" : "; known keys: ")
        .append(String.join(", ", new TreeSet<>(known)))
        .toString();
  }

  /** Returns the Levenshtein distance. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
