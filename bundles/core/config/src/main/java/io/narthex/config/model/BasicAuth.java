// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.spi.config.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * User and password; each at most one way.
 *
 * @param username the user, or null
 * @param usernameFile a file with the user, read at use, or null
 * @param usernameRef a key of a secret provider, or null
 * @param password the password, or null
 * @param passwordFile a file with the password, read at use, or null
 * @param passwordRef a key of a secret provider, or null
 */
public record BasicAuth(
    @Nullable String username,
    @Nullable Path usernameFile,
    @Nullable String usernameRef,
    @Nullable Secret password,
    @Nullable Path passwordFile,
    @Nullable String passwordRef) {

  public BasicAuth {
    OneOf.check(
        "basic_auth username",
        "username",
        username,
        "username_file",
        usernameFile,
        "username_ref",
        usernameRef);
    OneOf.check(
        "basic_auth password",
        "password",
        password,
        "password_file",
        passwordFile,
        "password_ref",
        passwordRef);
  }
}
