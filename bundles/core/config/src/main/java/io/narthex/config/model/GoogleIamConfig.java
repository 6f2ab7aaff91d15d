// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of Google's IAM.
 *
 * @param credentialsFile the key of a service account, or null for the default credentials
 */
public record GoogleIamConfig(@Nullable Path credentialsFile) {}
