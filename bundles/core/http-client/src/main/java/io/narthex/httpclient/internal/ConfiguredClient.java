// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal;

import io.narthex.config.model.HttpClientConfig;
import io.narthex.httpclient.BodySink;
import io.narthex.httpclient.HttpAnswer;
import io.narthex.httpclient.HttpCall;
import io.narthex.httpclient.HttpClient;
import io.narthex.httpclient.HttpFailure;
import io.narthex.httpclient.internal.auth.Authorizer;
import io.narthex.httpclient.internal.auth.BasicCredentials;
import io.narthex.httpclient.internal.proxy.ProxyChoice;
import io.narthex.httpclient.internal.transport.Outgoing;
import io.narthex.httpclient.internal.transport.Transports;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The client of one section of the configuration. */
public final class ConfiguredClient implements HttpClient {

  private static final List<String> SENSITIVE =
      List.of(
          "Authorization",
          "Www-Authenticate",
          "Cookie",
          "Cookie2",
          "Proxy-Authorization",
          "Proxy-Authenticate");

  private final boolean follow;
  private final @Nullable Authorizer authorizer;
  private final HeaderValues headers;
  private final ChosenTransports transports;

  /** Takes the settings; nothing is read or opened yet. */
  public ConfiguredClient(
      HttpClientConfig config,
      boolean http2ByDefault,
      Transports transports,
      Map<String, String> environment) {
    follow = !Boolean.FALSE.equals(config.followRedirects());
    headers = new HeaderValues(config.httpHeaders());
    authorizer =
        Authorizer.of(config, other -> new ConfiguredClient(other, false, transports, environment));
    Boolean http2 = config.enableHttp2();
    this.transports =
        new ChosenTransports(
            transports,
            config.tlsConfig(),
            http2 == null ? http2ByDefault : http2,
            ProxyChoice.of(
                config.proxyUrl(),
                config.noProxy(),
                config.proxyFromEnvironment(),
                config.proxyConnectHeader(),
                environment));
  }

  @Override
  public HttpAnswer send(HttpCall call, Duration timeout, BodySink sink)
      throws HttpFailure, InterruptedException {
    try {
      return follow ? sendFollowing(call, timeout, sink) : sendOnce(call, timeout, sink);
    } catch (HttpFailure e) {
      if (Thread.interrupted()) {
        // An interrupt closes files that are being read.
        throw new InterruptedException();
      }
      throw e;
    }
  }

  private HttpAnswer sendOnce(HttpCall call, Duration timeout, BodySink sink)
      throws HttpFailure, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    Outgoing outgoing = Outgoing.first(call, bare(call.uri()), timeout);
    return transports.send(outgoing, headers(call, true, timeout), left(deadline), sink);
  }

  private HttpAnswer sendFollowing(HttpCall call, Duration timeout, BodySink sink)
      throws HttpFailure, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    UnlessRedirect unlessRedirect = new UnlessRedirect(sink);
    Outgoing outgoing = Outgoing.first(call, bare(call.uri()), timeout);
    HttpAnswer answer =
        transports.send(outgoing, headers(call, true, timeout), left(deadline), unlessRedirect);
    if (!Redirects.isRedirect(answer.status())) {
      return answer;
    }
    Redirects redirects = new Redirects(outgoing.uri());
    while (Redirects.isRedirect(answer.status())) {
      URI next = bare(redirects.follow(answer));
      boolean keep =
          Redirects.keepsMethod(answer.status())
              || outgoing.method().equals("GET")
              || outgoing.method().equals("HEAD");
      outgoing =
          outgoing.redirected(
              keep ? outgoing.method() : "GET", next, keep ? outgoing.body() : null);
      Map<String, List<String>> values = headers(call, redirects.trusted(), left(deadline));
      if (!keep) {
        values.remove("Content-Type");
      }
      answer = transports.send(outgoing, values, left(deadline), unlessRedirect);
    }
    return answer;
  }

  private Map<String, List<String>> headers(HttpCall call, boolean trusted, Duration timeout)
      throws HttpFailure, InterruptedException {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (Map.Entry<String, String> header : call.headers().entrySet()) {
      HeaderValues.add(all, header.getKey(), header.getValue());
    }
    headers.addTo(all);
    if (!trusted) {
      all.keySet().removeIf(name -> SENSITIVE.stream().anyMatch(name::equalsIgnoreCase));
    } else if (!all.containsKey("Authorization")) {
      String authorization = authorization(call, timeout);
      if (authorization != null) {
        HeaderValues.add(all, "Authorization", authorization);
      }
    }
    return all;
  }

  private @Nullable String authorization(HttpCall call, Duration timeout)
      throws HttpFailure, InterruptedException {
    if (authorizer != null) {
      return authorizer.value(timeout, call.headers().getOrDefault("User-Agent", ""));
    }
    String user = call.uri().getUserInfo();
    if (user == null) {
      return null;
    }
    int colon = user.indexOf(':');
    return colon < 0
        ? BasicCredentials.of(user, "")
        : BasicCredentials.of(user.substring(0, colon), user.substring(colon + 1));
  }

  /** Returns a URL without user and password, which must not show in messages. */
  private static URI bare(URI uri) {
    if (uri.getRawUserInfo() == null) {
      return uri;
    }
    try {
      return new URI(uri.toString().replace(uri.getRawUserInfo() + "@", ""));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("the URL cannot be used without its user", e);
    }
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
  }

  @Override
  public void close() {
    transports.close();
    if (authorizer instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException("the token client cannot be closed", e);
      }
    }
  }

  /** Keeps the bodies of redirects from a sink. */
  private record UnlessRedirect(BodySink sink) implements BodySink {

    @Override
    public boolean begin(HttpAnswer head) {
      return !Redirects.isRedirect(head.status()) && sink.begin(head);
    }

    @Override
    public boolean add(ByteBuffer part) {
      return sink.add(part);
    }
  }
}
