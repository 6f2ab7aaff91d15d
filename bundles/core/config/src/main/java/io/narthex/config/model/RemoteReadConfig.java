// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.Inline;
import io.narthex.config.InvalidKeyException;
import io.narthex.config.Unsigned;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code remote_read}.
 *
 * @param url the server
 * @param remoteTimeout of one request, default 1m
 * @param chunkedReadLimit the most bytes of a streamed frame, default 50,000,000
 * @param headers further headers
 * @param readRecent whether ranges that are complete here are asked for too
 * @param name a name for metrics and logs, unique, or empty
 * @param http the HTTP client's settings
 * @param requiredMatchers equality matchers that a selector must have
 * @param filterExternalLabels whether external labels are added to selectors, default true
 */
public record RemoteReadConfig(
    @Nullable URI url,
    Duration remoteTimeout,
    @Unsigned long chunkedReadLimit,
    Map<String, String> headers,
    boolean readRecent,
    String name,
    @Inline HttpClientConfig http,
    Map<String, String> requiredMatchers,
    @Nullable Boolean filterExternalLabels) {

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  public RemoteReadConfig {
    http = http.withHttp2(true);
    if (url == null) {
      throw new InvalidKeyException("url", "url for remote_read is empty");
    }
    remoteTimeout = Defaults.positive(remoteTimeout, Duration.ofMinutes(1));
    chunkedReadLimit = chunkedReadLimit == 0 ? 50_000_000 : chunkedReadLimit;
    headers = Defaults.map(headers);
    name = name == null ? "" : name;
    requiredMatchers = Defaults.map(requiredMatchers);
    filterExternalLabels = filterExternalLabels == null || filterExternalLabels;
    Defaults.checkHeaders(
        headers,
        "authorization header must be changed via the basic_auth, authorization, oauth2, sigv4,"
            + " azuread or google_iam parameter");
  }
}
