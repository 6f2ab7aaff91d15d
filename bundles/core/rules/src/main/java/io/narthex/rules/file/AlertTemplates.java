// SPDX-License-Identifier: Apache-2.0
package io.narthex.rules.file;

import io.narthex.template.Template;
import io.narthex.template.TemplateException;
import java.util.List;
import java.util.Set;

/** The templates in labels and annotations of alerts. */
final class AlertTemplates {

  /** What alerts may call beside the built-in functions, by upstream's names. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "query",
          "first",
          "label",
          "value",
          "strvalue",
          "args",
          "reReplaceAll",
          "safeHtml",
          "match",
          "title",
          "toUpper",
          "toLower",
          "graphLink",
          "tableLink",
          "sortByLabel",
          "stripPort",
          "stripDomain",
          "humanize",
          "humanize1024",
          "humanizeDuration",
          "humanizePercentage",
          "humanizeTimestamp",
          "toTime",
          "toDuration",
          "now",
          "pathPrefix",
          "externalURL",
          "parseDuration",
          "urlQueryEscape");

  private static final List<String> VARIABLES =
      List.of("$labels", "$externalLabels", "$externalURL", "$value");

  private AlertTemplates() {}

  /**
   * Checks a template.
   *
   * @param alert the alert's name
   * @throws TemplateException when it is none
   */
  static void check(String alert, String text) throws TemplateException {
    Template.parse("__alert_" + alert, text, FUNCTIONS, VARIABLES);
  }
}
