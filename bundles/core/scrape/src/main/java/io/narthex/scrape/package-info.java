// SPDX-License-Identifier: Apache-2.0
/**
 * What is scraped: the targets of all jobs as they are now, for the API and the UI.
 *
 * <p>The scraping itself is internal: jobs collect targets from their discoveries, relabel them and
 * run a loop for each, which reads the body, predicts line by line which series it is, and appends
 * one row to the storage engine.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.narthex.scrape;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
