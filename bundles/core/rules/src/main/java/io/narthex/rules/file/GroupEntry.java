// SPDX-License-Identifier: Apache-2.0
package io.narthex.rules.file;

import io.narthex.config.ConfigNode;
import io.narthex.config.PlacedText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An entry of {@code groups} as it stands; the parts are those of {@link RuleGroup}. */
record GroupEntry(
    @Nullable PlacedText name,
    @Nullable Duration interval,
    @Nullable Duration queryOffset,
    int limit,
    @Nullable List<ConfigNode> rules,
    @Nullable Map<String, String> labels) {}
