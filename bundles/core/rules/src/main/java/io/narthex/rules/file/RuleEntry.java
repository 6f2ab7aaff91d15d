// SPDX-License-Identifier: Apache-2.0
package io.narthex.rules.file;

import io.narthex.config.PlacedText;
import io.narthex.spi.config.Key;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An entry of {@code rules} as it stands, before it is known which kind of rule it is. */
record RuleEntry(
    @Nullable PlacedText record,
    @Nullable PlacedText alert,
    @Nullable PlacedText expr,
    @Key("for") @Nullable Duration holdFor,
    @Nullable Duration keepFiringFor,
    @Nullable Map<String, String> labels,
    @Nullable Map<String, String> annotations) {

  boolean isSet(@Nullable PlacedText text) {
    return text != null && !text.text().isEmpty();
  }

  /** Returns the name of either kind, or an empty text. */
  String name() {
    if (alert != null && isSet(alert)) {
      return alert.text();
    }
    return record == null ? "" : record.text();
  }
}
