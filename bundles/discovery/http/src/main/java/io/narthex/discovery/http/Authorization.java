// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import io.narthex.spi.config.Doc;
import io.narthex.spi.config.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The Authorization header.
 *
 * @param type default Bearer
 * @param credentials what follows the type, or null
 * @param credentialsFile a file with it, or null
 */
@Doc("The Authorization header.")
public record Authorization(
    @Doc("The header's first word; default Bearer.") String type,
    @Doc("What follows the type.") @Nullable Secret credentials,
    @Doc("A file with what follows the type.") @Nullable Path credentialsFile) {

  /** Puts the default in place and checks. */
  public Authorization(
      @Nullable String type, @Nullable Secret credentials, @Nullable Path credentialsFile) {
    this.type = type == null || type.isBlank() ? "Bearer" : type.strip();
    this.credentials = credentials;
    this.credentialsFile = credentialsFile;
    if (this.type.equalsIgnoreCase("basic")) {
      throw new IllegalArgumentException(
          "authorization type cannot be set to \"basic\", use \"basic_auth\" instead");
    }
    OneOf.check("credentials", credentials, "credentials_file", credentialsFile);
  }
}
