// SPDX-License-Identifier: Apache-2.0

/**
 * Discovery by HTTP, {@code http_sd_configs}: a URL answers with the complete list of target groups
 * in JSON, as <a href="https://prometheus.io/docs/prometheus/latest/http_sd/">Prometheus specifies
 * it</a>.
 *
 * <p>All settings of Prometheus' HTTP client are known; {@code core/http-client} does what they ask
 * for.
 */
@NullMarked
package io.narthex.discovery.http;

import org.jspecify.annotations.NullMarked;
