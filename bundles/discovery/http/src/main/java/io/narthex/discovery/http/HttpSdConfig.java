// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import io.narthex.config.Inline;
import io.narthex.config.model.HttpClientConfig;
import io.narthex.httpclient.Urls;
import io.narthex.spi.config.Doc;
import io.narthex.spi.config.Required;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code http_sd_configs}.
 *
 * @param url what is asked, http or https
 * @param refreshInterval default 60s; a request may take as long
 * @param http the settings of the HTTP client, whose keys stand beside the others
 */
@Doc("Asks a URL for targets.")
public record HttpSdConfig(
    @Doc("The URL that answers with target groups in JSON.") @Required URI url,
    @Doc("How often the URL is asked; default 60s.") Duration refreshInterval,
    @Inline HttpClientConfig http) {

  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(60);

  /** Puts the default in place and checks. */
  public HttpSdConfig(
      @Nullable URI url, @Nullable Duration refreshInterval, HttpClientConfig http) {
    if (url == null) {
      throw new IllegalArgumentException(
          "URL is missing; give one, for instance http://localhost:8080/targets");
    }
    String scheme = url.getScheme();
    if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
      throw new IllegalArgumentException(
          "URL scheme must be 'http' or 'https', for instance http://localhost:8080/targets");
    }
    if (Urls.host(url) == null && url.getAuthority() != null) {
      throw new IllegalArgumentException(
          "host is not valid in URL; it is a name of letters, digits, hyphens and dots, or an"
              + " address");
    }
    if (Urls.host(url) == null) {
      throw new IllegalArgumentException(
          "host is missing in URL; write it like http://localhost:8080/targets");
    }
    this.url = url;
    this.refreshInterval = refreshInterval == null ? DEFAULT_INTERVAL : refreshInterval;
    this.http = http;
    if (!this.refreshInterval.isPositive()) {
      throw new IllegalArgumentException("refresh_interval must be more than 0, for instance 60s");
    }
  }
}
