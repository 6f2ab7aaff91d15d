// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.http;

import io.narthex.config.model.Authorization;
import io.narthex.config.model.BasicAuth;
import io.narthex.config.model.HttpClientConfig;
import io.narthex.config.model.HttpHeader;
import io.narthex.scrape.internal.append.ScrapeException;
import io.narthex.spi.config.Secret;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts a client's credentials and further headers on a request; files are read at each use. */
final class Credentials {

  private final HttpClientConfig config;

  Credentials(HttpClientConfig config) {
    this.config = config;
  }

  void apply(HttpRequest.Builder request) throws ScrapeException {
    String authorization = authorization();
    if (authorization != null) {
      request.setHeader("Authorization", authorization);
    }
    for (Map.Entry<String, HttpHeader> entry : config.httpHeaders().entrySet()) {
      for (String value : values(entry.getValue())) {
        request.header(entry.getKey(), value);
      }
    }
  }

  private static List<String> values(HttpHeader header) throws ScrapeException {
    List<String> out = new ArrayList<>(header.values());
    header.secrets().forEach(secret -> out.add(secret.reveal()));
    for (Path file : header.files()) {
      out.add(read(file));
    }
    return out;
  }

  private @Nullable String authorization() throws ScrapeException {
    BasicAuth basic = config.basicAuth();
    if (basic != null) {
      String user = either(basic.username(), basic.usernameFile());
      String password = either(basic.password(), basic.passwordFile());
      return "Basic "
          + Base64.getEncoder()
              .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
    Authorization given = config.authorization();
    if (given != null) {
      String credentials = either(given.credentials(), given.credentialsFile());
      return credentials.isEmpty() ? null : given.type() + " " + credentials;
    }
    String bearer = either(config.bearerToken(), config.bearerTokenFile());
    return bearer.isEmpty() ? null : "Bearer " + bearer;
  }

  private static String either(@Nullable Secret value, @Nullable Path file) throws ScrapeException {
    return either(value == null ? null : value.reveal(), file);
  }

  private static String either(@Nullable String value, @Nullable Path file) throws ScrapeException {
    if (value != null) {
      return value;
    }
    return file == null ? "" : read(file);
  }

  private static String read(Path file) throws ScrapeException {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new ScrapeException(
          ScrapeException.Kind.TARGET, "the credentials file " + file + " cannot be read: " + e, e);
    }
  }
}
