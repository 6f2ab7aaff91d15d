// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal;

import io.narthex.config.material.WatchedFile;
import io.narthex.config.model.HttpHeader;
import io.narthex.httpclient.HttpFailure;
import io.narthex.httpclient.HttpFailure.Phase;
import io.narthex.httpclient.internal.secret.SecretText;
import io.narthex.spi.config.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configured headers of each request. Safe for several threads. */
final class HeaderValues {

  private final Map<String, List<SecretText>> headers = new LinkedHashMap<>();

  HeaderValues(Map<String, HttpHeader> config) {
    config.forEach(
        (name, header) -> {
          String key = "http_headers." + name;
          List<SecretText> values = new ArrayList<>();
          header
              .values()
              .forEach(value -> values.add(new SecretText.Written(key, new Secret(value))));
          header.secrets().forEach(secret -> values.add(new SecretText.Written(key, secret)));
          for (Path file : header.files()) {
            values.add(new SecretText.InFile(key + ".files", new WatchedFile(file)));
          }
          headers.put(name, values);
        });
  }

  /** Adds them to those that a request has already. */
  void addTo(Map<String, List<String>> request) throws HttpFailure {
    for (Map.Entry<String, List<SecretText>> header : headers.entrySet()) {
      for (SecretText value : header.getValue()) {
        add(request, header.getKey(), value.read());
      }
    }
  }

  /**
   * Adds a value.
   *
   * @throws HttpFailure when it cannot stand in a header
   */
  static void add(Map<String, List<String>> request, String name, String value) throws HttpFailure {
    request.computeIfAbsent(name, key -> new ArrayList<>(1)).add(checked(name, value));
  }

  /** HTTP knows bytes only; a value goes as UTF-8, which Jetty is told byte by byte. */
  static String checked(String name, String value) throws HttpFailure {
    boolean ascii = true;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' && c != '\t' || c == 0x7f) {
        throw new HttpFailure(
            Phase.SETTINGS,
            "the value of the header "
                + name
                + " holds a character that HTTP does not allow, such as a line break; remove it");
      }
      ascii &= c < 0x80;
    }
    return ascii
        ? value
        : new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
