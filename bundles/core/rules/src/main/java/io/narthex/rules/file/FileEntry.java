// SPDX-License-Identifier: Apache-2.0
package io.narthex.rules.file;

import io.narthex.config.ConfigNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rule file as it stands. */
record FileEntry(@Nullable List<ConfigNode> groups) {}
