// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import io.narthex.config.ConfigNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file that {@code scrape_config_files} includes. */
record ScrapeConfigsFile(@Nullable List<ConfigNode> scrapeConfigs) {}
