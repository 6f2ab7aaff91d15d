// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.http;

import io.narthex.config.model.HttpClientConfig;
import io.narthex.config.model.ScrapeCompression;
import io.narthex.config.model.ScrapeConfig;
import io.narthex.config.model.ScrapeProtocol;
import io.narthex.exposition.Format;
import io.narthex.exposition.FormatChoice;
import io.narthex.httpclient.Dialer;
import io.narthex.httpclient.HttpAnswer;
import io.narthex.httpclient.HttpCall;
import io.narthex.httpclient.HttpFailure;
import io.narthex.httpclient.HttpStatus;
import io.narthex.scrape.internal.append.ScrapeException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks one target for its metrics: over a connection of its own where that is plain HTTP without
 * credentials or proxy, otherwise through the job's client. Used by one thread at a time.
 */
public final class HttpScraper implements AutoCloseable {

  /** What a body may have when no limit is configured, so that no target can fill the memory. */
  private static final long DEFAULT_BODY_LIMIT = 128L << 20;

  private final JobClients clients;
  private final HttpClientConfig clientConfig;
  private final HttpCall call;
  private final String url;
  private final Duration timeout;
  private final long bodyLimit;
  private final @Nullable Format fallback;
  private @Nullable PlainConnection plain;

  /**
   * Prepares the request.
   *
   * @param url the target
   * @param unixSocket the socket to connect to instead of the URL's host, or null
   * @param timeout how long an answer may take, to its last byte
   * @param version the server's version, for the User-Agent header
   */
  public HttpScraper(
      JobClients clients,
      ScrapeConfig config,
      String url,
      @Nullable Path unixSocket,
      Duration timeout,
      String version) {
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
    headers.put("Accept-Encoding", acceptEncoding(config));
    headers.put("User-Agent", "Narthex/" + version);
    headers.put(
        "X-Prometheus-Scrape-Timeout-Seconds",
        BigDecimal.valueOf(timeout.toMillis(), 3).stripTrailingZeros().toPlainString());
    URI uri = URI.create(url);
    Dialer dialer = clients.dialer(config.jobName());
    this.call = HttpCall.get(uri, headers).through(unixSocket).by(dialer);
    this.plain =
        unixSocket == null && isPlain(uri, clientConfig)
            ? new PlainConnection(uri, headers, timeout, dialer)
            : null;
  }

  private static String acceptEncoding(ScrapeConfig config) {
    return Boolean.FALSE.equals(config.enableCompression())
        ? "identity"
        : config.scrapeCompressions().stream()
            .map(ScrapeCompression::text)
            .collect(Collectors.joining(", "));
  }

  private static boolean isPlain(URI uri, HttpClientConfig config) {
    return "http".equals(uri.getScheme())
        && uri.getRawUserInfo() == null
        && config.basicAuth() == null
        && config.authorization() == null
        && config.oauth2() == null
        && config.bearerToken() == null
        && config.bearerTokenFile() == null
        && config.httpHeaders().isEmpty()
        && config.proxyUrl() == null
        && !config.proxyFromEnvironment();
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
    PlainConnection direct = plain;
    if (direct != null) {
      into.begin(bodyLimit);
      PlainHead head = get(direct, into);
      if (!head.isRedirect()) {
        return read(
            head.status(), head.complete(), head.contentEncoding(), head.contentType(), into);
      }
      // Redirects are the client's business, from now on.
      close();
    }
    into.begin(bodyLimit);
    HttpAnswer answer;
    try {
      answer = clients.client(clientConfig).send(call, timeout, into);
    } catch (HttpFailure e) {
      throw failure(String.valueOf(e.getMessage()), e);
    }
    return read(
        answer.status(),
        answer.complete(),
        answer.header("Content-Encoding"),
        answer.header("Content-Type"),
        into);
  }

  private PlainHead get(PlainConnection connection, BodyBuffer into)
      throws ScrapeException, InterruptedException {
    try {
      return connection.get(into);
    } catch (ScrapeException e) {
      throw new ScrapeException(e.phase(), "Get \"" + url + "\": " + e.getMessage(), e);
    }
  }

  private Format read(
      int status, boolean complete, String encoding, String contentType, BodyBuffer into)
      throws ScrapeException {
    if (status != HttpStatus.OK) {
      throw new ScrapeException(
          "status", "server returned HTTP status " + HttpStatus.text(status), null);
    }
    if (!complete) {
      throw BodyBuffer.tooLarge(bodyLimit);
    }
    switch (encoding.toLowerCase(Locale.ROOT)) {
      case "gzip" -> into.gzip();
      case "zstd" -> into.zstd();
      default -> into.plain();
    }
    if (into.length() == 0) {
      // As upstream, a target without metrics need not say in which format.
      return Format.TEXT;
    }
    FormatChoice choice = FormatChoice.of(contentType, fallback);
    Format format = choice.format();
    if (format == null) {
      throw new ScrapeException(ScrapeException.Kind.CONTENT, choice.problem());
    }
    return format;
  }

  /** Gives up the connection of the target's own, if there is one. */
  @Override
  public void close() {
    PlainConnection open = plain;
    plain = null;
    if (open != null) {
      open.close();
    }
  }

  private ScrapeException failure(String problem, HttpFailure cause) {
    return new ScrapeException(cause.phase().text(), "Get \"" + url + "\": " + problem, cause);
  }
}
