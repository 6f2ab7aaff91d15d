// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal.secure;

import io.narthex.config.web.WebConfig;
import io.narthex.spi.config.Secret;
import io.narthex.web.OwnRequests;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.servlet.whiteboard.Preprocessor;

/**
 * Lets only users of the web configuration in, at the pace that it allows, and sets its headers.
 * Before any endpoint is looked for, so that none can be forgotten.
 */
public final class Access implements Preprocessor {

  private static final String BASIC = "basic ";

  private final WebConfigFile file;
  private final RequestBucket bucket;
  private final Passwords passwords = new Passwords();

  /** For a configuration. */
  public Access(WebConfigFile file) {
    this.file = file;
    bucket = new RequestBucket(file.read().rateLimit(), System::nanoTime);
  }

  @Override
  public void init(FilterConfig config) {
    // The configuration is read at each request.
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (OwnRequests.isOwn(request)) {
      chain.doFilter(request, response);
      return;
    }
    HttpServletResponse answer = (HttpServletResponse) response;
    WebConfig config = file.read();
    if (!bucket.take()) {
      refuse(answer, 429, "Too Many Requests");
      return;
    }
    config
        .httpServerConfig()
        .headers()
        .forEach(
            (name, value) -> {
              if (!value.isEmpty()) {
                answer.setHeader(name, value);
              }
            });
    Map<String, Secret> users = config.basicAuthUsers();
    if (users.isEmpty()
        || isUser(users, ((HttpServletRequest) request).getHeader("Authorization"))) {
      chain.doFilter(request, response);
      return;
    }
    answer.setHeader("WWW-Authenticate", "Basic");
    refuse(answer, HttpServletResponse.SC_UNAUTHORIZED, "Unauthorized");
  }

  private boolean isUser(Map<String, Secret> users, @Nullable String authorization) {
    if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
      return false;
    }
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(authorization.substring(BASIC.length()));
    } catch (IllegalArgumentException e) {
      return false;
    }
    String credentials = new String(decoded, StandardCharsets.UTF_8);
    int colon = credentials.indexOf(':');
    if (colon < 0) {
      return false;
    }
    String user = credentials.substring(0, colon);
    return passwords.match(user, credentials.substring(colon + 1), users.get(user));
  }

  private static void refuse(HttpServletResponse answer, int status, String text)
      throws IOException {
    answer.setStatus(status);
    answer.setContentType("text/plain; charset=utf-8");
    answer.setHeader("X-Content-Type-Options", "nosniff");
    answer.getOutputStream().write((text + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void destroy() {
    // Nothing is held.
  }
}
