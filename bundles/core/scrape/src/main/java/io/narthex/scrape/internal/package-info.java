// SPDX-License-Identifier: Apache-2.0
/**
 * The scrape manager, discovery plumbing, loops, HTTP and in-process scrapers, and self-metrics.
 */
@NullMarked
package io.narthex.scrape.internal;

import org.jspecify.annotations.NullMarked;
