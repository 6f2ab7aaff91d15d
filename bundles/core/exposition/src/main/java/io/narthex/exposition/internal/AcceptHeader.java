// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads Accept headers by RFC 9110, leniently: what cannot be read is passed over. */
public final class AcceptHeader {

  private AcceptHeader() {}

  /**
   * One media range of the header.
   *
   * @param mediaType the type in lower case
   * @param parameters the parameters by name in lower case, the weight not among them
   * @param weight how much it is wanted, 0 to 1
   */
  public record Choice(String mediaType, Map<String, String> parameters, double weight) {

    /** Returns a parameter's value, or empty. */
    public String parameter(String name) {
      return parameters.getOrDefault(name, "");
    }
  }

  /** Returns the choices, the most wanted first; equally wanted ones as they stand. */
  public static List<Choice> parse(String header) {
    List<Choice> out = new ArrayList<>();
    for (String range : header.split(",")) {
      String[] parts = range.split(";");
      String mediaType = parts[0].strip().toLowerCase(Locale.ROOT);
      if (mediaType.isEmpty()) {
        continue;
      }
      Map<String, String> parameters = new HashMap<>();
      double weight = 1;
      for (int i = 1; i < parts.length; i++) {
        int equals = parts[i].indexOf('=');
        if (equals < 0) {
          continue;
        }
        String name = parts[i].substring(0, equals).strip().toLowerCase(Locale.ROOT);
        String value = unquote(parts[i].substring(equals + 1).strip());
        if (name.equals("q")) {
          weight = weight(value);
        } else {
          parameters.put(name, value);
        }
      }
      if (weight > 0) {
        out.add(new Choice(mediaType, Map.copyOf(parameters), weight));
      }
    }
    out.sort(Comparator.comparingDouble(Choice::weight).reversed());
    return out;
  }

  private static String unquote(String text) {
    return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }

  private static double weight(String text) {
    try {
      double weight = Double.parseDouble(text);
      return weight >= 0 && weight <= 1 ? weight : 1;
    } catch (NumberFormatException e) {
      return 1;
    }
  }
}
