// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.InvalidKeyException;
import io.narthex.spi.config.Secret;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of Azure's Entra ID; exactly one of the ways to get them is given.
 *
 * @param managedIdentity by the identity of the machine, or null
 * @param workloadIdentity by the token of a workload, or null
 * @param oauth by a client's secret, or null
 * @param sdk by what Azure's SDK finds, or null
 * @param certificate by a client's certificate, or null
 * @param cloud AzurePublic, AzureChina or AzureGovernment
 * @param scope of the token, or null for the cloud's
 */
public record AzureAdConfig(
    @Nullable ManagedIdentity managedIdentity,
    @Nullable WorkloadIdentity workloadIdentity,
    @Nullable OAuth oauth,
    @Nullable Sdk sdk,
    @Nullable Certificate certificate,
    String cloud,
    @Nullable String scope) {

  private static final String PUBLIC = "AzurePublic";
  private static final Set<String> CLOUDS = Set.of(PUBLIC, "AzureChina", "AzureGovernment");
  private static final Pattern SCOPE = Pattern.compile("[\\w\\s:/.\\-]+");
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  public AzureAdConfig {
    cloud = cloud == null || cloud.isEmpty() ? PUBLIC : cloud;
    if (!CLOUDS.contains(cloud)) {
      throw new InvalidKeyException(
          "cloud",
          "must provide a cloud in the Azure AD config: AzurePublic, AzureChina or"
              + " AzureGovernment");
    }
    long ways =
        Stream.of(managedIdentity, workloadIdentity, oauth, sdk, certificate)
            .filter(Objects::nonNull)
            .count();
    if (ways == 0) {
      throw new IllegalArgumentException(
          "must provide an Azure Managed Identity, Azure Workload Identity, Azure OAuth, Azure"
              + " Certificate or Azure SDK in the Azure AD config");
    }
    if (ways > 1) {
      throw new IllegalArgumentException(
          "cannot provide multiple authentication methods in the Azure AD config; keep one");
    }
    if (Defaults.isGiven(scope) && !SCOPE.matcher(scope).matches()) {
      throw new InvalidKeyException("scope", "the provided scope contains invalid characters");
    }
  }

  /**
   * The identity of the machine.
   *
   * @param clientId null or empty for the system's
   */
  public record ManagedIdentity(@Nullable String clientId) {

    public ManagedIdentity {
      if (Defaults.isGiven(clientId)) {
        checkId("Managed Identity", "client_id", clientId);
      }
    }
  }

  /**
   * The identity of a workload in Kubernetes.
   *
   * @param tokenFilePath the token's file, or null for the one that the environment names
   */
  public record WorkloadIdentity(
      @Nullable String clientId, @Nullable String tenantId, @Nullable Path tokenFilePath) {

    public WorkloadIdentity {
      checkId("Workload Identity", "client_id", clientId);
      checkId("Workload Identity", "tenant_id", tenantId);
    }
  }

  /** A client with a secret. */
  public record OAuth(
      @Nullable String clientId, @Nullable Secret clientSecret, @Nullable String tenantId) {

    public OAuth {
      checkId("OAuth", "client_id", clientId);
      checkGiven("OAuth", "client_secret", clientSecret == null ? null : clientSecret.reveal());
      checkGiven("OAuth", "tenant_id", tenantId);
    }
  }

  /**
   * What Azure's SDK finds.
   *
   * @param tenantId the tenant, or null for the SDK's
   */
  public record Sdk(@Nullable String tenantId) {}

  /** A client with a certificate. */
  public record Certificate(
      @Nullable String clientId,
      @Nullable String tenantId,
      @Nullable Path certificatePath,
      @Nullable Path certificateKeyPath,
      @Nullable Secret certificatePassword,
      boolean sendCertificateChain) {

    public Certificate {
      checkId("Certificate", "client_id", clientId);
      checkGiven("Certificate", "tenant_id", tenantId);
      checkGiven(
          "Certificate",
          "certificate_path",
          certificatePath == null ? null : certificatePath.toString());
    }
  }

  private static void checkGiven(String way, String key, @Nullable String value) {
    if (!Defaults.isGiven(value)) {
      throw new InvalidKeyException(
          key, "must provide an Azure " + way + " " + key + " in the Azure AD config");
    }
  }

  private static void checkId(String way, String key, @Nullable String value) {
    checkGiven(way, key, value);
    if (value == null || !ID.matcher(value).matches()) {
      throw new InvalidKeyException(
          key, "the provided Azure " + way + " " + key + " is invalid; it is a UUID");
    }
  }
}
