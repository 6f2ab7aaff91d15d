// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.http;

import io.narthex.config.model.HttpClientConfig;
import io.narthex.config.model.ScrapeConfig;
import io.narthex.config.model.ScrapeProtocol;
import io.narthex.exposition.Format;
import io.narthex.exposition.FormatChoice;
import io.narthex.httpclient.HttpAnswer;
import io.narthex.httpclient.HttpCall;
import io.narthex.httpclient.HttpFailure;
import io.narthex.httpclient.HttpStatus;
import io.narthex.scrape.internal.append.ScrapeException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks one target for its metrics. Immutable. */
public final class HttpScraper {

  /** What a body may have when no limit is configured, so that no target can fill the memory. */
  private static final long DEFAULT_BODY_LIMIT = 128L << 20;

  private final JobClients clients;
  private final HttpClientConfig clientConfig;
  private final HttpCall call;
  private final String url;
  private final Duration timeout;
  private final long bodyLimit;
  private final @Nullable Format fallback;

  /**
   * Prepares the request.
   *
   * @param url the target
   * @param timeout how long an answer may take, to its last byte
   * @param version the server's version, for the User-Agent header
   */
  public HttpScraper(
      JobClients clients, ScrapeConfig config, String url, Duration timeout, String version) {
    this.clients = clients;
    this.clientConfig = config.http();
    this.url = url;
    this.timeout = timeout;
    long configured = config.bodySizeLimit().bytes();
    // Upstream refuses a body that is exactly as long as the limit, too.
    this.bodyLimit = configured > 0 ? configured - 1 : DEFAULT_BODY_LIMIT;
    this.fallback = format(config.fallbackScrapeProtocol());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", accept(config));
    headers.put(
        "Accept-Encoding", Boolean.FALSE.equals(config.enableCompression()) ? "identity" : "gzip");
    headers.put("User-Agent", "Narthex/" + version);
    headers.put(
        "X-Prometheus-Scrape-Timeout-Seconds",
        BigDecimal.valueOf(timeout.toMillis(), 3).stripTrailingZeros().toPlainString());
    this.call = HttpCall.get(URI.create(url), headers);
  }

  private static @Nullable Format format(@Nullable ScrapeProtocol protocol) {
    if (protocol != null) {
      for (Format format : Format.values()) {
        if (protocol.mediaType().startsWith(format.mediaType())) {
          return format;
        }
      }
    }
    return null;
  }

  private static String accept(ScrapeConfig config) {
    List<String> parts = new ArrayList<>();
    int weight = ScrapeProtocol.values().length + 1;
    for (ScrapeProtocol protocol : config.scrapeProtocols()) {
      if (format(protocol) != null) {
        String escaping =
            protocol.escapable() ? ";escaping=" + config.metricNameEscapingScheme().text() : "";
        parts.add(protocol.mediaType() + escaping + ";q=0." + weight--);
      }
    }
    parts.add("*/*;q=0." + weight);
    return String.join(",", parts);
  }

  /**
   * Asks the target.
   *
   * @param into gets the body
   * @return the body's format
   * @throws ScrapeException when there is no good answer in time
   * @throws InterruptedException when the thread is interrupted; the request is given up
   */
  public Format fetch(BodyBuffer into) throws ScrapeException, InterruptedException {
    into.begin(bodyLimit);
    HttpAnswer answer;
    try {
      answer = clients.client(clientConfig).send(call, timeout, into);
    } catch (HttpFailure e) {
      throw failure(String.valueOf(e.getMessage()), e);
    }
    if (answer.status() != HttpStatus.OK) {
      throw new ScrapeException(
          "status", "server returned HTTP status " + HttpStatus.text(answer.status()), null);
    }
    if (!answer.complete()) {
      throw BodyBuffer.tooLarge(bodyLimit);
    }
    if (answer.header("Content-Encoding").toLowerCase(Locale.ROOT).equals("gzip")) {
      into.gzip();
    } else {
      into.plain();
    }
    FormatChoice choice = FormatChoice.of(answer.header("Content-Type"), fallback);
    Format format = choice.format();
    if (format == null) {
      throw new ScrapeException(ScrapeException.Kind.CONTENT, choice.problem());
    }
    return format;
  }

  private ScrapeException failure(String problem, HttpFailure cause) {
    return new ScrapeException(cause.phase().text(), "Get \"" + url + "\": " + problem, cause);
  }
}
