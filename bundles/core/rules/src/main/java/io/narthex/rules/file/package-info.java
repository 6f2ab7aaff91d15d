// SPDX-License-Identifier: Apache-2.0
/**
 * Rule files: the groups of recording and alerting rules that {@code rule_files} of {@code
 * prometheus.yml} names, read and checked whole.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.narthex.rules.file;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
