// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.InvalidKeyException;
import io.narthex.spi.config.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The Authorization header.
 *
 * @param type default Bearer
 * @param credentials what follows the type, or null
 * @param credentialsFile a file with it, read at use, or null
 * @param credentialsRef a key of a secret provider, or null
 */
public record Authorization(
    String type,
    @Nullable Secret credentials,
    @Nullable Path credentialsFile,
    @Nullable String credentialsRef) {

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  public Authorization {
    type = type == null || type.isBlank() ? "Bearer" : type.strip();
    if (type.equalsIgnoreCase("basic")) {
      throw new InvalidKeyException(
          "type", "authorization type cannot be set to \"basic\", use \"basic_auth\" instead");
    }
    OneOf.check(
        "authorization credentials",
        "credentials",
        credentials,
        "credentials_file",
        credentialsFile,
        "credentials_ref",
        credentialsRef);
  }
}
