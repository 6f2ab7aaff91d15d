// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of a configuration's text, by the names of their keys, so that it can be shown.
 * The keys of plug-ins that are not there count as well, which is why names decide, not types.
 */
final class Redactor {

  private static final Set<String> SECRET_KEYS = Set.of("key", "secrets", "consumer_key");
  private static final List<String> SECRET_ENDINGS =
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

  /** Parents whose keys are label names or header names, not settings. */
  private static final Set<String> PLAIN_PARENTS =
      Set.of("labels", "external_labels", "required_matchers", "params");

  private static final Pattern URL_PASSWORD = Pattern.compile("://[^/@:\\s]*:([^/@\\s]+)@");

  private record Cut(int from, int to, String replacement) {}

  private final String text;
  private final List<Cut> cuts = new ArrayList<>();

  /**
   * The reader counts code points, a string counts UTF-16 units: where each code point begins, or
   * null when the two are the same.
   */
  private final int @Nullable [] units;

  private Redactor(String text) {
    this.text = text;
    int points = text.codePointCount(0, text.length());
    this.units = points == text.length() ? null : new int[points + 1];
    for (int i = 0, at = 0; units != null && i < points; i++) {
      units[i] = at;
      at += Character.charCount(text.codePointAt(at));
      units[i + 1] = at;
    }
  }

  static String redact(String text, YamlNode root) {
    Redactor redactor = new Redactor(text);
    redactor.visit(root, false);
    return redactor.apply();
  }

  private void visit(YamlNode node, boolean secret) {
    switch (node) {
      case YamlNode.Mapping mapping -> {
        for (YamlNode.Entry entry : mapping.entries()) {
          String key = entry.key().text();
          if (PLAIN_PARENTS.contains(key)) {
            continue;
          }
          boolean below = secret || isSecret(key) || key.equals("proxy_connect_header");
          visit(entry.value(), below);
        }
      }
      case YamlNode.Sequence sequence -> sequence.items().forEach(item -> visit(item, secret));
      case YamlNode.Scalar scalar -> visitScalar(scalar, secret);
    }
  }

  private void visitScalar(YamlNode.Scalar scalar, boolean secret) {
    int from = units == null ? scalar.position().from() : units[scalar.position().from()];
    int to = units == null ? scalar.position().to() : units[scalar.position().to()];
    if (secret && !scalar.text().isEmpty() && !scalar.isNull()) {
      cuts.add(new Cut(from, to, text.startsWith("\n", to - 1) ? "<secret>\n" : "<secret>"));
      return;
    }
    Matcher url = URL_PASSWORD.matcher(text).region(from, to);
    while (url.find()) {
      cuts.add(new Cut(url.start(1), url.end(1), "xxxxx"));
    }
  }

  private String apply() {
    // An alias shows its anchor's node a second time.
    List<Cut> ordered =
        cuts.stream().distinct().sorted(Comparator.comparingInt(Cut::from)).toList();
    StringBuilder out = new StringBuilder();
    int done = 0;
    for (Cut cut : ordered) {
      if (cut.from() >= done) {
        out.append(text, done, cut.from()).append(cut.replacement());
        done = cut.to();
      }
    }
    return out.append(text, done, text.length()).toString();
  }

  private static boolean isSecret(String key) {
    return SECRET_KEYS.contains(key) || SECRET_ENDINGS.stream().anyMatch(key::endsWith);
  }
}
