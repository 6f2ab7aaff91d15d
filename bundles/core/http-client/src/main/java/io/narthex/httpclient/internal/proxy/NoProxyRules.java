// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.proxy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that are called directly: a list with commas of {@code *}, addresses, ranges in CIDR
 * form, and domains, each but ranges with a port behind if wanted. {@code example.org} means the
 * host and what is below it, {@code .example.org} and {@code *.example.org} only what is below it.
 * The machine itself is always called directly. Immutable.
 */
final class NoProxyRules {

  /** An address with its bytes, or null for a name. */
  private record Host(String name, byte @Nullable [] address) {}

  private final List<BiPredicate<Host, Integer>> direct = new ArrayList<>();

  NoProxyRules(String list) {
    for (String part : list.split(",", -1)) {
      String rule = part.strip().toLowerCase(Locale.ROOT);
      if (!rule.isEmpty()) {
        direct.add(rule(rule));
      }
    }
  }

  /** Returns whether a host is called directly. */
  boolean direct(String name, int port) {
    String plain = unbracketed(name).strip().toLowerCase(Locale.ROOT);
    InetAddress address = literal(plain);
    if (plain.equals("localhost") || (address != null && address.isLoopbackAddress())) {
      return true;
    }
    Host host = new Host(plain, address == null ? null : address.getAddress());
    return direct.stream().anyMatch(rule -> rule.test(host, port));
  }

  private static BiPredicate<Host, Integer> rule(String rule) {
    if (rule.equals("*")) {
      return (host, port) -> true;
    }
    int slash = rule.indexOf('/');
    if (slash > 0) {
      return range(rule.substring(0, slash), rule.substring(slash + 1));
    }
    String host = rule;
    int wantedPort = -1;
    int colon = rule.lastIndexOf(':');
    if (colon >= 0
        && (rule.indexOf(':') == colon || rule.startsWith("[") && rule.charAt(colon - 1) == ']')) {
      host = rule.substring(0, colon);
      wantedPort = number(rule.substring(colon + 1));
    }
    int port = wantedPort;
    BiPredicate<Host, Integer> byHost = host(unbracketed(host));
    return (other, itsPort) -> (port == -1 || port == itsPort) && byHost.test(other, itsPort);
  }

  private static BiPredicate<Host, Integer> host(String wanted) {
    InetAddress address = literal(wanted);
    if (address != null) {
      byte[] bytes = address.getAddress();
      return (host, port) -> host.address() != null && Arrays.equals(bytes, host.address());
    }
    String domain = wanted.startsWith("*.") ? wanted.substring(1) : wanted;
    if (domain.isEmpty()) {
      return (host, port) -> false;
    }
    if (domain.startsWith(".")) {
      return (host, port) -> host.name().endsWith(domain);
    }
    String below = "." + domain;
    return (host, port) -> host.name().equals(domain) || host.name().endsWith(below);
  }

  private static BiPredicate<Host, Integer> range(String text, String length) {
    InetAddress network = literal(text);
    int bits = number(length);
    if (network == null || bits < 0 || bits > 8 * network.getAddress().length) {
      return (host, port) -> false;
    }
    byte[] wanted = network.getAddress();
    return (host, port) -> {
      byte[] address = host.address();
      return address != null
          && address.length == wanted.length
          && samePrefix(address, wanted, bits);
    };
  }

  private static boolean samePrefix(byte[] a, byte[] b, int bits) {
    for (int i = 0; i < bits; i++) {
      if (((a[i / 8] ^ b[i / 8]) & (0x80 >> (i % 8))) != 0) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return Integer.MIN_VALUE;
    }
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static @Nullable InetAddress literal(String text) {
    try {
      return text.isEmpty() ? null : InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
