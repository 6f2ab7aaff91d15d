// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.dns;

import io.narthex.spi.config.Doc;
import io.narthex.spi.config.Required;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * An entry of {@code dns_sd_configs}.
 *
 * @param names what is looked up, at least one; with the search list of the system unless a name
 *     ends in a dot
 * @param type SRV (default), A, AAAA, MX or NS
 * @param port the targets' port, 1 to 65535; 0 and ignored for SRV records, which have their own
 * @param refreshInterval default 30s
 */
@Doc("Finds targets in DNS records.")
public record DnsSdConfig(
    @Doc("The names to look up.") @Required List<String> names,
    @Doc("SRV, A, AAAA, MX or NS; default SRV.") String type,
    @Doc("The targets' port; needed for all types but SRV.") int port,
    @Doc("How often the names are looked up; default 30s.") Duration refreshInterval) {

  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);

  /** Puts the defaults in place and checks. */
  public DnsSdConfig(
      @Nullable List<String> names,
      @Nullable String type,
      int port,
      @Nullable Duration refreshInterval) {
    if (names == null || names.isEmpty()) {
      throw new IllegalArgumentException(
          "DNS-SD config must contain at least one SRV record name; add one to names");
    }
    names.forEach(DnsSdConfig::check);
    this.names = List.copyOf(names);
    this.type = type == null ? RecordType.SRV.name() : type;
    if (RecordType.of(this.type) != RecordType.SRV && port == 0) {
      throw new IllegalArgumentException(
          "a port is required in DNS-SD configs for all record types except SRV; add port");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + ", but must be from 1 to 65535");
    }
    this.port = port;
    this.refreshInterval = refreshInterval == null ? DEFAULT_INTERVAL : refreshInterval;
    if (!this.refreshInterval.isPositive()) {
      throw new IllegalArgumentException("refresh_interval must be more than 0, for instance 30s");
    }
  }

  private static void check(String name) {
    try {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("a name in names is empty; fill it in or remove it");
      }
      Name.fromString(name, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException(
          "\"" + name + "\" cannot be a DNS name: " + e.getMessage(), e);
    }
  }
}
