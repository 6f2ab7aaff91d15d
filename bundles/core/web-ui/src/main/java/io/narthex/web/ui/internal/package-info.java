// SPDX-License-Identifier: Apache-2.0
/**
 * Serves the web UI. The app below {@code app/} is built by npm into files which this bundle
 * carries; a servlet hands them out with the caching that each allows, and answers the app's own
 * pages with its one HTML file.
 */
@NullMarked
package io.narthex.web.ui.internal;

import org.jspecify.annotations.NullMarked;
