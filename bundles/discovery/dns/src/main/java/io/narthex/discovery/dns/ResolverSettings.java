// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.dns;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.config.ResolvConfResolverConfigProvider;

/**
 * Whom to ask, and for which names.
 *
 * @param servers name servers in the order in which they are asked
 * @param search domains that are appended to names
 * @param ndots how many dots a name must have to be tried by itself first
 */
record ResolverSettings(List<InetSocketAddress> servers, List<Name> search, int ndots) {

  ResolverSettings {
    servers = List.copyOf(servers);
    search = List.copyOf(search);
  }

  /** Reads the system's settings anew. */
  static ResolverSettings ofSystem() {
    // The providers that ResolverConfig holds are shared and cannot be read by several threads.
    ResolvConfResolverConfigProvider file = new ResolvConfResolverConfigProvider();
    if (file.isEnabled()) {
      file.initialize();
      if (!file.servers().isEmpty()) {
        return new ResolverSettings(file.servers(), file.searchPaths(), file.ndots());
      }
    }
    ResolverConfig other = ResolverConfig.getCurrentConfig();
    return new ResolverSettings(other.servers(), other.searchPath(), other.ndots());
  }

  /** Returns the names that a configured name can stand for, the first to be tried first. */
  List<Name> candidates(String configured) throws TextParseException {
    Name name = Name.fromString(configured);
    if (name.isAbsolute()) {
      return List.of(name);
    }
    List<Name> names = new ArrayList<>();
    for (Name domain : search) {
      try {
        names.add(Name.concatenate(name, domain));
      } catch (NameTooLongException e) {
        // No such name can exist.
        continue;
      }
    }
    boolean itselfFirst = name.labels() > ndots;
    names.add(itselfFirst ? 0 : names.size(), Name.fromString(configured, Name.root));
    return names;
  }
}
