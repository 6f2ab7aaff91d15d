// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.relabel;

import io.narthex.config.InvalidKeyException;
import io.narthex.config.Unsigned;
import io.narthex.config.model.ValidationScheme;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One entry of {@code relabel_configs} and its relatives.
 *
 * @param sourceLabels labels whose values are joined to the text that is matched
 * @param separator what joins them, {@code ;} by default
 * @param regex what the text must match, {@code (.*)} by default
 * @param modulus for {@code hashmod}; an unsigned number
 * @param targetLabel the label that is written; a template for {@code replace}
 * @param replacement the template of the value, {@code $1} by default
 * @param action what is done, {@code replace} by default
 */
public record RelabelRule(
    List<String> sourceLabels,
    String separator,
    Regex regex,
    @Unsigned long modulus,
    String targetLabel,
    String replacement,
    RelabelAction action) {

  private static final String DEFAULT_SEPARATOR = ";";
  private static final String DEFAULT_REPLACEMENT = "$1";
  private static final Set<RelabelAction> NEED_TARGET =
      Set.of(
          RelabelAction.REPLACE,
          RelabelAction.HASHMOD,
          RelabelAction.LOWERCASE,
          RelabelAction.UPPERCASE,
          RelabelAction.KEEPEQUAL,
          RelabelAction.DROPEQUAL);

  /** Legacy names with {@code $1} or {@code ${1}} among their characters. */
  private static final Pattern LEGACY_TEMPLATE =
      Pattern.compile("(?:(?:[a-zA-Z_]|\\$(?:\\{\\w+\\}|\\w+))+\\w*)+");

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  public RelabelRule {
    boolean sourceGiven = sourceLabels != null;
    sourceLabels = sourceGiven ? List.copyOf(sourceLabels) : List.of();
    separator = separator == null ? DEFAULT_SEPARATOR : separator;
    regex = regex == null ? Regex.ALL : regex;
    targetLabel = targetLabel == null ? "" : targetLabel;
    replacement = replacement == null ? DEFAULT_REPLACEMENT : replacement;
    action = action == null ? RelabelAction.REPLACE : action;
    String word = action.text();
    if (action == RelabelAction.HASHMOD && modulus == 0) {
      throw new IllegalArgumentException(
          "relabel configuration for hashmod requires non-zero modulus");
    }
    if (NEED_TARGET.contains(action) && targetLabel.isEmpty()) {
      throw new IllegalArgumentException(
          "relabel configuration for " + word + " action requires 'target_label' value");
    }
    boolean equality = action == RelabelAction.KEEPEQUAL || action == RelabelAction.DROPEQUAL;
    boolean plainReplacement = replacement.equals(DEFAULT_REPLACEMENT);
    boolean plain =
        modulus == 0
            && separator.equals(DEFAULT_SEPARATOR)
            && replacement.equals(DEFAULT_REPLACEMENT);
    if (equality && !(plain && regex.equals(Regex.ALL))) {
      throw new IllegalArgumentException(
          word + " action requires only 'source_labels' and `target_label`, and no other fields");
    }
    if ((action == RelabelAction.LOWERCASE || action == RelabelAction.UPPERCASE)
        && !plainReplacement) {
      throw new InvalidKeyException(
          "replacement", "'replacement' can not be set for " + word + " action; remove it");
    }
    if ((action == RelabelAction.LABELDROP || action == RelabelAction.LABELKEEP)
        && (sourceGiven || !targetLabel.isEmpty() || !plain)) {
      throw new IllegalArgumentException(
          word + " action requires only 'regex', and no other fields");
    }
  }

  /**
   * Checks the names that the rule writes.
   *
   * @throws InvalidKeyException when one cannot be valid in the scheme
   */
  public void checkNames(ValidationScheme scheme) {
    switch (action) {
      case REPLACE -> {
        boolean good =
            targetLabel.contains("$")
                ? template(targetLabel, scheme)
                : scheme.isValidLabelName(targetLabel);
        if (!good) {
          throw invalidTarget();
        }
      }
      case LOWERCASE, UPPERCASE, KEEPEQUAL, DROPEQUAL, HASHMOD -> {
        if (!scheme.isValidLabelName(targetLabel)) {
          throw invalidTarget();
        }
      }
      case LABELMAP -> {
        if (!template(replacement, scheme)) {
          throw new InvalidKeyException(
              "replacement",
              "\"" + replacement + "\" is invalid 'replacement' for labelmap action");
        }
      }
      case KEEP, DROP, LABELDROP, LABELKEEP -> {}
    }
  }

  private InvalidKeyException invalidTarget() {
    return new InvalidKeyException(
        "target_label",
        "\"" + targetLabel + "\" is invalid 'target_label' for " + action.text() + " action");
  }

  private static boolean template(String text, ValidationScheme scheme) {
    return switch (scheme) {
      case UTF8 -> scheme.isValidLabelName(text);
      case LEGACY -> LEGACY_TEMPLATE.matcher(text).matches();
    };
  }
}
