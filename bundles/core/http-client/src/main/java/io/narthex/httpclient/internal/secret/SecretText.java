// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.secret;

import io.narthex.config.material.WatchedFile;
import io.narthex.httpclient.HttpFailure;
import io.narthex.httpclient.HttpFailure.Phase;
import io.narthex.spi.config.Secret;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A text that a setting gives in one of several ways. Safe for several threads. */
public sealed interface SecretText {

  /**
   * Returns the text as it is now; empty when no setting gives it.
   *
   * @throws HttpFailure when it cannot be had
   */
  String read() throws HttpFailure;

  /** Says where the text is from, for messages. */
  String origin();

  /**
   * Takes the settings.
   *
   * @param key the setting's name without {@code _file} or {@code _ref}
   * @return null when none is given
   */
  static @Nullable SecretText of(
      String key, @Nullable String text, @Nullable Path file, @Nullable String reference) {
    if (text != null) {
      return new Written(key, new Secret(text));
    }
    if (file != null) {
      return new InFile(key + "_file", new WatchedFile(file));
    }
    return reference == null || reference.isEmpty() ? null : new Referred(key);
  }

  /** Takes the settings, the text among them being secret. */
  static @Nullable SecretText of(
      String key, @Nullable Secret text, @Nullable Path file, @Nullable String reference) {
    return of(key, text == null ? null : text.reveal(), file, reference);
  }

  /** Reads one that may not be there. */
  static String read(@Nullable SecretText text) throws HttpFailure {
    return text == null ? "" : text.read();
  }

  /** Stands in the configuration itself. */
  record Written(String key, Secret text) implements SecretText {

    @Override
    public String read() {
      return text.reveal();
    }

    @Override
    public String origin() {
      return key;
    }
  }

  /** Stands in a file. */
  record InFile(String key, WatchedFile file) implements SecretText {

    @Override
    public String read() throws HttpFailure {
      try {
        return file.read();
      } catch (IOException e) {
        throw new HttpFailure(Phase.SETTINGS, key + ": " + e.getMessage(), false, e);
      }
    }

    @Override
    public String origin() {
      return "the file " + file.path();
    }
  }

  /** Is to be asked of a secret provider; as in Prometheus itself there is none. */
  record Referred(String key) implements SecretText {

    @Override
    public String read() throws HttpFailure {
      throw new HttpFailure(
          Phase.SETTINGS,
          key + "_ref: there is no secret provider to ask; use " + key + " or " + key + "_file");
    }

    @Override
    public String origin() {
      return key + "_ref";
    }
  }
}
