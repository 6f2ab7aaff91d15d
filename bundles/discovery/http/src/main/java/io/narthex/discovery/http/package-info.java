// SPDX-License-Identifier: Apache-2.0

/**
 * Discovery by HTTP, {@code http_sd_configs}: a URL answers with the complete list of target groups
 * in JSON, as <a href="https://prometheus.io/docs/prometheus/latest/http_sd/">Prometheus specifies
 * it</a>.
 *
 * <p>Of the settings of Prometheus' HTTP client these are known: {@code basic_auth}, {@code
 * authorization}, {@code bearer_token}, {@code bearer_token_file}, {@code tls_config} without
 * {@code server_name}, {@code follow_redirects}, {@code enable_http2} and {@code http_headers}. The
 * others (OAuth 2, proxies) are refused as unknown keys rather than ignored. Secrets and
 * certificates in files are read for each request, so that they can be renewed without a reload.
 */
@NullMarked
package io.narthex.discovery.http;

import org.jspecify.annotations.NullMarked;
