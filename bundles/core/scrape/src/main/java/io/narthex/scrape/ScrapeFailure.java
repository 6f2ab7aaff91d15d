// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape;

import java.time.Instant;

/**
 * A scrape that failed.
 *
 * @param time when it began
 * @param phase how far it came: {@code resolve}, {@code connect}, {@code tls}, {@code request},
 *     {@code status}, {@code body}, {@code parse}, {@code limit} or {@code storage}, or another
 *     word of the HTTP client's
 * @param message why, in a sentence for the operator
 */
public record ScrapeFailure(Instant time, String phase, String message) {}
