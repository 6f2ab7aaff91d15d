// SPDX-License-Identifier: Apache-2.0
package io.narthex.rules.file;

import io.narthex.config.ConfigBinder;
import io.narthex.config.ConfigException;
import io.narthex.config.ConfigNode;
import io.narthex.config.PlacedText;
import io.narthex.config.model.ValidationScheme;
import io.narthex.promql.QueryException;
import io.narthex.template.TemplateException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads rule files by upstream's rules, with all faults of a file at once. Immutable.
 *
 * <p>A fault of a rule reads {@code file:line:column: group "g", rule N, "name": what is wrong}.
 */
public final class RuleFileReader {

  private final ValidationScheme names;
  private final ExpressionCheck expressions;
  private final boolean unknownKeysPass;

  /**
   * Makes a reader.
   *
   * @param names what names metrics and labels may have
   * @param expressions tells whether an expression is one
   * @param unknownKeysPass whether keys that no rule has are passed over instead of refused
   */
  public RuleFileReader(
      ValidationScheme names, ExpressionCheck expressions, boolean unknownKeysPass) {
    this.names = names;
    this.expressions = expressions;
    this.unknownKeysPass = unknownKeysPass;
  }

  /**
   * Reads a file.
   *
   * @throws RuleFileException with all that is wrong in it
   */
  public RuleFile read(Path file) throws RuleFileException {
    try {
      Path folder =
          Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
      return parse(file.toString(), ConfigBinder.readText(file), folder);
    } catch (ConfigException e) {
      throw new RuleFileException(List.of(e));
    }
  }

  /**
   * Reads a text.
   *
   * @param name the file's name for messages
   * @param text its content
   * @param folder what relative paths in it are resolved against
   * @throws RuleFileException with all that is wrong in it
   */
  public RuleFile parse(String name, String text, Path folder) throws RuleFileException {
    List<ConfigException> faults = new ArrayList<>();
    List<RuleGroup> groups = new ArrayList<>();
    FileEntry file = null;
    try {
      file = bind(ConfigBinder.parse(name, text, folder), FileEntry.class);
    } catch (ConfigException e) {
      faults.add(e);
    }
    Set<String> seen = new HashSet<>();
    for (ConfigNode node :
        file == null || file.groups() == null ? List.<ConfigNode>of() : file.groups()) {
      RuleGroup group = group(node, seen, faults);
      if (group != null) {
        groups.add(group);
      }
    }
    if (!faults.isEmpty()) {
      throw new RuleFileException(faults);
    }
    return new RuleFile(name, groups);
  }

  private @Nullable RuleGroup group(
      ConfigNode node, Set<String> seen, List<ConfigException> faults) {
    GroupEntry entry;
    try {
      entry = bind(node, GroupEntry.class);
    } catch (ConfigException e) {
      faults.add(e);
      return null;
    }
    String name = entry.name() == null ? "" : entry.name().text();
    if (name.isEmpty()) {
      faults.add(node.fault("Groupname must not be empty; add a name"));
    }
    if (!seen.add(name)) {
      faults.add(
          node.fault("groupname: \"" + name + "\" is repeated in the same file; rename one"));
    }
    Map<String, String> labels = orEmpty(entry.labels());
    checkLabels(labels, problem -> faults.add(node.fault(problem)));
    List<Rule> rules = new ArrayList<>();
    List<ConfigNode> entries = entry.rules() == null ? List.of() : entry.rules();
    for (int i = 0; i < entries.size(); i++) {
      Rule rule = rule(name, i + 1, entries.get(i), faults);
      if (rule != null) {
        rules.add(rule);
      }
    }
    return new RuleGroup(
        name, positive(entry.interval()), entry.queryOffset(), entry.limit(), labels, rules);
  }

  private @Nullable Rule rule(
      String group, int number, ConfigNode node, List<ConfigException> faults) {
    RuleEntry entry;
    try {
      entry = bind(node, RuleEntry.class);
    } catch (ConfigException e) {
      faults.add(e);
      return null;
    }
    int before = faults.size();
    Rule rule = new RuleCheck(entry, node, group, number, faults).rule();
    return faults.size() == before ? rule : null;
  }

  /** Checks one rule. */
  private final class RuleCheck {

    private final RuleEntry entry;
    private final ConfigNode node;
    private final String prefix;
    private final List<ConfigException> faults;

    RuleCheck(
        RuleEntry entry, ConfigNode node, String group, int number, List<ConfigException> faults) {
      this.entry = entry;
      this.node = node;
      this.faults = faults;
      this.prefix = "group \"%s\", rule %d, \"%s\": ".formatted(group, number, entry.name());
    }

    Rule rule() {
      boolean recording = entry.isSet(entry.record());
      boolean alerting = entry.isSet(entry.alert());
      if (recording && alerting) {
        fault(entry.record(), "only one of 'record' and 'alert' must be set");
      } else if (!recording && !alerting) {
        fault(null, "one of 'record' or 'alert' must be set");
      }
      String expression = expression();
      if (recording) {
        checkRecord(Objects.requireNonNull(entry.record()));
      }
      checkLabels(orEmpty(entry.labels()), problem -> fault(null, problem));
      for (String name : orEmpty(entry.annotations()).keySet()) {
        if (!names.isValidLabelName(name)) {
          fault(null, "invalid annotation name: " + name);
        }
      }
      if (alerting) {
        checkTemplates("label", orEmpty(entry.labels()));
        checkTemplates("annotation", orEmpty(entry.annotations()));
      }
      return recording
          ? new RecordingRule(entry.name(), expression, orEmpty(entry.labels()))
          : new AlertingRule(
              entry.name(),
              expression,
              orZero(entry.holdFor()),
              orZero(entry.keepFiringFor()),
              orEmpty(entry.labels()),
              orEmpty(entry.annotations()));
    }

    private String expression() {
      PlacedText expression = entry.expr();
      if (expression == null || expression.text().isEmpty()) {
        fault(expression, "field 'expr' must be set in rule");
        return "";
      }
      try {
        expressions.check(expression.text());
      } catch (QueryException e) {
        fault(expression, "could not parse expression: " + e.getMessage());
      }
      return expression.text();
    }

    private void checkRecord(PlacedText record) {
      if (!orEmpty(entry.annotations()).isEmpty()) {
        fault(record, "invalid field 'annotations' in recording rule");
      }
      if (!orZero(entry.holdFor()).isZero()) {
        fault(record, "invalid field 'for' in recording rule");
      }
      if (!orZero(entry.keepFiringFor()).isZero()) {
        fault(record, "invalid field 'keep_firing_for' in recording rule");
      }
      String name = record.text();
      if (!names.isValidMetricName(name)) {
        fault(record, "invalid recording rule name: " + name);
      }
      if (name.contains("{") || name.contains("}")) {
        fault(record, "braces present in the recording rule name; should it be in expr?: " + name);
      }
    }

    private void checkTemplates(String what, Map<String, String> texts) {
      texts.forEach(
          (name, text) -> {
            try {
              AlertTemplates.check(entry.name(), text);
            } catch (TemplateException e) {
              fault(null, "%s \"%s\": %s".formatted(what, name, e.getMessage()));
            }
          });
    }

    private void fault(@Nullable PlacedText at, String problem) {
      faults.add(at == null ? node.fault(prefix + problem) : at.fault(prefix + problem));
    }
  }

  /** Takes a sentence about a fault. */
  private interface Faults {
    void add(String problem);
  }

  private void checkLabels(Map<String, String> labels, Faults faults) {
    labels.forEach(
        (name, value) -> {
          if (!names.isValidLabelName(name) || name.equals("__name__")) {
            faults.add("invalid label name: " + name);
          }
          if (!ValidationScheme.isValidText(value)) {
            faults.add("invalid label value: " + value);
          }
        });
  }

  private <C extends Record> C bind(ConfigNode node, Class<C> type) throws ConfigException {
    return unknownKeysPass ? node.bindLeniently(type) : node.bind(type);
  }

  private static @Nullable Duration positive(@Nullable Duration duration) {
    return duration == null || duration.isZero() ? null : duration;
  }

  private static Duration orZero(@Nullable Duration duration) {
    return duration == null ? Duration.ZERO : duration;
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }
}
