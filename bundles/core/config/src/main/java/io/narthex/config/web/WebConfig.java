// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.web;

import io.narthex.config.ConfigBinder;
import io.narthex.config.ConfigException;
import io.narthex.config.InvalidKeyException;
import io.narthex.spi.config.Secret;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A web configuration file.
 *
 * @param tlsServerConfig certificate and demands on clients; nothing set means plain HTTP
 * @param httpServerConfig protocol and headers
 * @param rateLimit how many requests are served
 * @param basicAuthUsers the bcrypt hash of each user's password
 */
public record WebConfig(
    TlsServerConfig tlsServerConfig,
    HttpServerConfig httpServerConfig,
    RateLimit rateLimit,
    Map<String, Secret> basicAuthUsers) {

  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[abxy]?\\$(0[4-9]|[12][0-9]|3[01])\\$[./A-Za-z0-9]{53}");

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  public WebConfig {
    tlsServerConfig = tlsServerConfig == null ? TlsServerConfig.NONE : tlsServerConfig;
    httpServerConfig = httpServerConfig == null ? HttpServerConfig.DEFAULT : httpServerConfig;
    rateLimit = rateLimit == null ? RateLimit.NONE : rateLimit;
    basicAuthUsers = basicAuthUsers == null ? Map.of() : Map.copyOf(basicAuthUsers);
    basicAuthUsers.forEach(
        (user, hash) -> {
          if (!BCRYPT.matcher(hash.reveal()).matches()) {
            throw new InvalidKeyException(
                "basic_auth_users",
                "the password of user \""
                    + user
                    + "\" is no bcrypt hash; make one with htpasswd -nBC 10 \"\"");
          }
        });
  }

  /**
   * Reads a file; the files that it names are not opened.
   *
   * @throws ConfigException with the position of the fault
   */
  public static WebConfig read(Path file) throws ConfigException {
    return ConfigBinder.read(file).bind(WebConfig.class);
  }
}
