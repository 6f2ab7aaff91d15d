// SPDX-License-Identifier: Apache-2.0
package io.narthex.rules.file;

import java.util.Map;

/** A rule of a group. */
public sealed interface Rule permits RecordingRule, AlertingRule {

  /** Returns the name of the recorded metric or of the alert. */
  String name();

  /** Returns the PromQL expression. */
  String expression();

  /** Returns the labels that the rule adds. */
  Map<String, String> labels();
}
