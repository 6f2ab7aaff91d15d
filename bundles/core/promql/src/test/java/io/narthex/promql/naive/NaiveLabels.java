// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.narthex.promql.internal.ast.Call;
import io.narthex.promql.internal.ast.Utf8;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The functions that change labels. */
final class NaiveLabels {

  private final Interpreter interpreter;
  private final Call call;

  NaiveLabels(Interpreter interpreter, Call call) {
    this.interpreter = interpreter;
    this.call = call;
  }

  private String text(int argument) {
    return interpreter.text(call.args().get(argument));
  }

  List<Element> evaluate(long time) {
    List<Element> elements = interpreter.vector(call.args().getFirst(), time);
    return call.function().name().equals("label_join") ? joined(elements) : replaced(elements);
  }

  private List<Element> joined(List<Element> elements) {
    String separator = text(2);
    List<String> sources = new ArrayList<>();
    for (int i = 3; i < call.args().size(); i++) {
      if (!Utf8.isValidName(text(i))) {
        throw new NaiveException("invalid source label name in label_join(): " + text(i));
      }
      sources.add(text(i));
    }
    if (!Utf8.isValidName(text(1))) {
      throw new NaiveException("invalid destination label name in label_join(): " + text(1));
    }
    return elements.stream()
        .map(
            e ->
                set(
                    e,
                    sources.stream()
                        .map(name -> e.labels().get(name))
                        .collect(Collectors.joining(separator))))
        .toList();
  }

  private List<Element> replaced(List<Element> elements) {
    Pattern pattern;
    try {
      pattern = Pattern.compile("^(?s:" + text(4) + ")$");
    } catch (PatternSyntaxException e) {
      throw new NaiveException("invalid regular expression in label_replace(): " + text(4));
    }
    if (!Utf8.isValidName(text(1))) {
      throw new NaiveException("invalid destination label name in label_replace(): " + text(1));
    }
    List<Element> result = new ArrayList<>();
    for (Element e : elements) {
      Matcher matcher = pattern.matcher(e.labels().get(text(3)));
      result.add(matcher.find() ? set(e, expanded(text(2), matcher, pattern)) : e);
    }
    return result;
  }

  private Element set(Element e, String value) {
    String name = text(1);
    Labels labels = e.labels().with(name, value);
    return e.with(labels, !name.equals(Label.METRIC_NAME) && e.dropName());
  }

  /** Expands {@code $1}, {@code ${1}}, {@code $name} and {@code $$}. */
  private static String expanded(String template, Matcher matcher, Pattern pattern) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < template.length()) {
      char c = template.charAt(i++);
      if (c != '$') {
        out.append(c);
      } else if (template.startsWith("$", i)) {
        out.append('$');
        i++;
      } else {
        boolean braces = template.startsWith("{", i);
        int start = braces ? i + 1 : i;
        int end = start;
        while (end < template.length()
            && (Character.isLetterOrDigit(template.charAt(end)) || template.charAt(end) == '_')) {
          end++;
        }
        if (end == start || (braces && !template.startsWith("}", end))) {
          out.append('$');
          continue;
        }
        out.append(group(template.substring(start, end), matcher, pattern));
        i = braces ? end + 1 : end;
      }
    }
    return out.toString();
  }

  private static String group(String name, Matcher matcher, Pattern pattern) {
    Integer index = pattern.namedGroups().get(name);
    if (index == null && name.chars().allMatch(Character::isDigit) && name.length() < 5) {
      index = Integer.valueOf(name);
    }
    String group = index == null || index > matcher.groupCount() ? null : matcher.group(index);
    return group == null ? "" : group;
  }
}
