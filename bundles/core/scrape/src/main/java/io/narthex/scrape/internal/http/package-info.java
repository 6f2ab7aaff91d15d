// SPDX-License-Identifier: Apache-2.0
/** How a target is asked over HTTP: clients, credentials, bodies. */
@NullMarked
package io.narthex.scrape.internal.http;

import org.jspecify.annotations.NullMarked;
