// SPDX-License-Identifier: Apache-2.0
package io.narthex.config;

import io.narthex.config.internal.Globs;
import io.narthex.config.model.PrometheusConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the files that {@code rule_files} names just now. */
public final class RuleFilePaths {

  private RuleFilePaths() {}

  /**
   * Lists the files that match, in the order of the patterns; a pattern may match none.
   *
   * @throws ConfigException when a folder cannot be listed
   */
  public static List<Path> of(PrometheusConfig config) throws ConfigException {
    List<Path> out = new ArrayList<>();
    for (Path pattern : config.ruleFiles()) {
      out.addAll(Globs.matches(pattern));
    }
    return out;
  }
}
