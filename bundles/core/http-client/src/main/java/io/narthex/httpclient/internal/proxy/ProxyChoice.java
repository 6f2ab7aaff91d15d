// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.proxy;

import io.narthex.httpclient.HttpFailure;
import io.narthex.httpclient.HttpFailure.Phase;
import io.narthex.httpclient.Urls;
import io.narthex.spi.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy a call goes through. As in Go, the machine itself is called directly when there is a
 * list of exceptions or the environment decides, and through the proxy when there is only a {@code
 * proxy_url}. Immutable.
 */
public final class ProxyChoice {

  private final @Nullable ProxyEndpoint http;
  private final @Nullable ProxyEndpoint https;
  private final @Nullable NoProxyRules exceptions;
  private final @Nullable String fault;

  private ProxyChoice(
      @Nullable ProxyEndpoint http,
      @Nullable ProxyEndpoint https,
      @Nullable NoProxyRules exceptions,
      @Nullable String fault) {
    this.http = http;
    this.https = https;
    this.exceptions = exceptions;
    this.fault = fault;
  }

  /** Takes the settings; what is wrong with them is told when a proxy is asked for. */
  public static ProxyChoice of(
      @Nullable URI url,
      @Nullable String noProxy,
      boolean fromEnvironment,
      Map<String, List<Secret>> connectHeaders,
      Map<String, String> environment) {
    if (fromEnvironment) {
      return ofEnvironment(connectHeaders, environment);
    }
    if (url == null || url.toString().isEmpty()) {
      return new ProxyChoice(null, null, null, null);
    }
    NoProxyRules exceptions =
        noProxy == null || noProxy.isEmpty() ? null : new NoProxyRules(noProxy);
    try {
      ProxyEndpoint proxy = ProxyEndpoint.of(url, connectHeaders);
      return new ProxyChoice(proxy, proxy, exceptions, null);
    } catch (IllegalArgumentException e) {
      return new ProxyChoice(null, null, exceptions, "proxy_url: " + e.getMessage());
    }
  }

  private static ProxyChoice ofEnvironment(
      Map<String, List<Secret>> connectHeaders, Map<String, String> environment) {
    NoProxyRules exceptions = new NoProxyRules(variable(environment, "NO_PROXY"));
    String name = "HTTP_PROXY";
    try {
      ProxyEndpoint http = named(variable(environment, name), connectHeaders);
      name = "HTTPS_PROXY";
      ProxyEndpoint https = named(variable(environment, name), connectHeaders);
      return new ProxyChoice(http, https, exceptions, null);
    } catch (IllegalArgumentException e) {
      return new ProxyChoice(
          null,
          null,
          exceptions,
          "proxy_from_environment: the variable " + name + " cannot be used: " + e.getMessage());
    }
  }

  private static String variable(Map<String, String> environment, String name) {
    String upper = environment.getOrDefault(name, "");
    return upper.isEmpty() ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "") : upper;
  }

  private static @Nullable ProxyEndpoint named(String text, Map<String, List<Secret>> headers) {
    if (text.isEmpty()) {
      return null;
    }
    String url = text.contains("://") ? text : "http://" + text;
    try {
      return ProxyEndpoint.of(new URI(url), headers);
    } catch (URISyntaxException e) {
      // Its message, and so the exception itself, may hold a password.
      throw new IllegalArgumentException("it is no URL like http://proxy.example.org:3128");
    }
  }

  /**
   * Returns the proxy to a URL, or null to call it directly.
   *
   * @throws HttpFailure when the settings cannot be used
   */
  public @Nullable ProxyEndpoint to(URI uri) throws HttpFailure {
    boolean secure = "https".equalsIgnoreCase(uri.getScheme());
    NoProxyRules rules = exceptions;
    if (rules != null) {
      int port = Urls.port(uri) >= 0 ? Urls.port(uri) : secure ? 443 : 80;
      if (rules.direct(String.valueOf(Urls.host(uri)), port)) {
        return null;
      }
    }
    if (fault != null) {
      throw new HttpFailure(Phase.SETTINGS, fault);
    }
    return secure ? https : http;
  }
}
