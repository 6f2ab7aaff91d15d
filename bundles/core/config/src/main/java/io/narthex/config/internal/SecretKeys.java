// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells by the names of keys what must not be shown. It serves the parts of a configuration that
 * only a plug-in binds: the keys of plug-ins that are not there count as well, which is why names
 * decide here, not types.
 */
final class SecretKeys {

  /** What stands in the place of a secret. */
  static final String SECRET = "<secret>";

  private static final Set<String> NAMES =
      Set.of("key", "secrets", "consumer_key", "proxy_connect_header");

  private static final List<String> ENDINGS =
      List.of(
          "password",
          "secret",
          "token",
          "credentials",
          "passphrase",
          "secret_key",
          "private_key",
          "account_key",
          "certificate_key",
          "api_key");

  /** Keys below which stand label names or header names, not settings. */
  private static final Set<String> PLAIN_PARENTS =
      Set.of("labels", "external_labels", "required_matchers", "params");

  private static final Pattern URL_PASSWORD = Pattern.compile("(://[^/@:\\s]*:)[^/@\\s]+@");

  private SecretKeys() {}

  /** Returns whether what stands below a key is secret. */
  static boolean isSecret(String key) {
    return NAMES.contains(key) || ENDINGS.stream().anyMatch(key::endsWith);
  }

  /** Returns whether the keys below a key are no settings, so that their names tell nothing. */
  static boolean isPlainParent(String key) {
    return PLAIN_PARENTS.contains(key);
  }

  /** Returns a text with the passwords of the URLs in it replaced, as upstream does. */
  static String withoutPasswords(String text) {
    return text.contains("://") ? URL_PASSWORD.matcher(text).replaceAll("$1xxxxx@") : text;
  }
}
