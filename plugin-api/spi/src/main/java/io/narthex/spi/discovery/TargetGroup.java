// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.discovery;

import io.narthex.spi.model.Labels;
import java.util.List;
import java.util.Objects;

/**
 * Targets with common labels from one source.
 *
 * @param source names the group within its discovery, for instance a file or a zone
 * @param targets one set of labels a target; {@code __address__} is required in each
 * @param labels labels that all the targets share; a target's own label wins
 */
public record TargetGroup(String source, List<Labels> targets, Labels labels) {

  public TargetGroup {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(labels, "labels");
    targets = List.copyOf(targets);
    for (Labels target : targets) {
      if (!target.contains("__address__") && !labels.contains("__address__")) {
        throw new IllegalArgumentException(
            "a target of group \"" + source + "\" lacks the label __address__: " + target);
      }
    }
  }
}
