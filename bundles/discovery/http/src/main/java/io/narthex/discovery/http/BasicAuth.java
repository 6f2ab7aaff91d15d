// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import io.narthex.spi.config.Doc;
import io.narthex.spi.config.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * User and password; each at most one way.
 *
 * @param username the user, or null
 * @param usernameFile a file with the user, or null
 * @param password the password, or null
 * @param passwordFile a file with the password, or null
 */
@Doc("User and password.")
public record BasicAuth(
    @Doc("The user.") @Nullable String username,
    @Doc("A file with the user.") @Nullable Path usernameFile,
    @Doc("The password.") @Nullable Secret password,
    @Doc("A file with the password.") @Nullable Path passwordFile) {

  /** Checks. */
  public BasicAuth {
    OneOf.check("username", username, "username_file", usernameFile);
    OneOf.check("password", password, "password_file", passwordFile);
  }
}
