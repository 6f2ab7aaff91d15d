// SPDX-License-Identifier: Apache-2.0
/**
 * How jobs find their targets: written out, exporters inside this process, and discovery plug-ins.
 */
@NullMarked
package io.narthex.scrape.internal.discovery;

import org.jspecify.annotations.NullMarked;
