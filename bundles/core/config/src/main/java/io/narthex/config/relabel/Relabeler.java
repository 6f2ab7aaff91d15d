// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.relabel;

import com.google.re2j.Matcher;
import io.narthex.config.model.ValidationScheme;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Applies a list of rules. Immutable; safe for several threads.
 *
 * <p>A label that is absent counts as the empty text, and one that becomes empty is absent.
 */
public final class Relabeler {

  private final List<RelabelRule> rules;
  private final ValidationScheme scheme;

  /**
   * Takes the rules in the order in which they apply.
   *
   * @param scheme which label names {@code replace} may write; others are passed over
   */
  public Relabeler(List<RelabelRule> rules, ValidationScheme scheme) {
    this.rules = List.copyOf(rules);
    this.scheme = scheme;
  }

  /** Returns whether there is no rule. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /** Returns the rules. */
  public List<RelabelRule> rules() {
    return rules;
  }

  /** Returns what becomes of the labels, or null when a rule drops them. */
  public @Nullable Labels apply(Labels labels) {
    if (rules.isEmpty()) {
      return labels;
    }
    LabelsBuilder builder = labels.toBuilder();
    return apply(builder) ? builder.build() : null;
  }

  /** Applies the rules in place; returns false, with the builder left half way, on a drop. */
  public boolean apply(LabelsBuilder builder) {
    for (RelabelRule rule : rules) {
      if (!apply(rule, builder)) {
        return false;
      }
    }
    return true;
  }

  private boolean apply(RelabelRule rule, LabelsBuilder builder) {
    String value = source(rule, builder);
    switch (rule.action()) {
      case DROP -> {
        return !rule.regex().matches(value);
      }
      case KEEP -> {
        return rule.regex().matches(value);
      }
      case DROPEQUAL -> {
        return !builder.get(rule.targetLabel()).equals(value);
      }
      case KEEPEQUAL -> {
        return builder.get(rule.targetLabel()).equals(value);
      }
      case REPLACE -> replace(rule, value, builder);
      case LOWERCASE -> builder.set(rule.targetLabel(), value.toLowerCase(Locale.ROOT));
      case UPPERCASE -> builder.set(rule.targetLabel(), value.toUpperCase(Locale.ROOT));
      case HASHMOD ->
          builder.set(
              rule.targetLabel(),
              Long.toUnsignedString(Long.remainderUnsigned(hash(value), rule.modulus())));
      case LABELMAP -> {
        for (Label label : builder.build()) {
          Matcher match = rule.regex().match(label.name());
          if (match != null) {
            String name = rule.regex().expand(rule.replacement(), match);
            if (!name.isEmpty()) {
              builder.set(name, label.value());
            }
          }
        }
      }
      case LABELDROP -> removeWhere(rule, true, builder);
      case LABELKEEP -> removeWhere(rule, false, builder);
    }
    return true;
  }

  private void replace(RelabelRule rule, String value, LabelsBuilder builder) {
    Matcher match = rule.regex().match(value);
    if (match == null) {
      return;
    }
    String target = rule.regex().expand(rule.targetLabel(), match);
    if (scheme.isValidLabelName(target)) {
      builder.set(target, rule.regex().expand(rule.replacement(), match));
    }
  }

  private static void removeWhere(RelabelRule rule, boolean matches, LabelsBuilder builder) {
    for (Label label : builder.build()) {
      if (rule.regex().matches(label.name()) == matches) {
        builder.remove(label.name());
      }
    }
  }

  private static String source(RelabelRule rule, LabelsBuilder builder) {
    List<String> names = rule.sourceLabels();
    if (names.isEmpty()) {
      return "";
    }
    if (names.size() == 1) {
      return builder.get(names.getFirst());
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      if (i > 0) {
        out.append(rule.separator());
      }
      out.append(builder.get(names.get(i)));
    }
    return out.toString();
  }

  /** The last eight bytes of the MD5, big-endian, as upstream has always had it. */
  private static long hash(String value) {
    byte[] digest;
    try {
      digest = MessageDigest.getInstance("MD5").digest(value.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
    long hash = 0;
    for (int i = 8; i < 16; i++) {
      hash = hash << 8 | (digest[i] & 0xff);
    }
    return hash;
  }
}
