// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.dns;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Writes addresses of targets. */
final class HostPort {

  private static final int GROUPS = 8;

  private HostPort() {}

  /** Joins host and port; a host with colons, an IPv6 address, gets brackets. */
  static String of(String host, int port) {
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }

  /**
   * Joins address and port; an IPv6 address in the short form of RFC 5952, which is what Prometheus
   * shows: a series must not change its {@code instance} with the server that scrapes it.
   */
  static String of(InetAddress address, int port) {
    return of(
        address instanceof Inet6Address six ? shorten(six.getAddress()) : address.getHostAddress(),
        port);
  }

  private static String shorten(byte[] bytes) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    // The first of the longest runs of two zeros or more becomes "::".
    int from = -1;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int run = 0;
      while (i + run < GROUPS && groups[i + run] == 0) {
        run++;
      }
      if (run > length) {
        from = i;
        length = run;
      }
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == from) {
        out.append("::");
        i += length - 1;
        continue;
      }
      if (i > 0 && i != from + length) {
        out.append(':');
      }
      out.append(Integer.toHexString(groups[i]));
    }
    return out.toString();
  }
}
