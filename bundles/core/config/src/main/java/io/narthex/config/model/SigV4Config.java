// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.InvalidKeyException;
import io.narthex.spi.config.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Signatures of AWS, version 4.
 *
 * @param region for which it signs, or null for that of the AWS SDK
 * @param accessKey goes with the secret key; null for the SDK's credentials
 * @param secretKey goes with the access key
 * @param profile a named profile, or null
 * @param roleArn a role to take on, or null
 * @param externalId for taking on the role, or null
 * @param useFipsStsEndpoint whether the STS endpoint with FIPS is asked
 * @param serviceName the service that is signed for, or null
 */
public record SigV4Config(
    @Nullable String region,
    @Nullable String accessKey,
    @Nullable Secret secretKey,
    @Nullable String profile,
    @Nullable String roleArn,
    @Nullable String externalId,
    boolean useFipsStsEndpoint,
    @Nullable String serviceName) {

  public SigV4Config {
    if (Defaults.isGiven(accessKey) != (secretKey != null && !secretKey.reveal().isEmpty())) {
      throw new IllegalArgumentException(
          "must provide a AWS SigV4 Access key and Secret Key if credentials are specified in the"
              + " SigV4 config; give both or none");
    }
    if (Defaults.isGiven(externalId) && !Defaults.isGiven(roleArn)) {
      throw new InvalidKeyException("external_id", "external_id can only be used with role_arn");
    }
  }
}
