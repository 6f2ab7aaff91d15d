// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/**
 * Where to listen.
 *
 * @param host a name or address without brackets; {@code 0.0.0.0} stands for all interfaces
 * @param port 0 to 65535; 0 takes any free one
 */
record ListenAddress(String host, int port) {

  private static final String FLAG = "--web.listen-address";

  /**
   * Reads {@code host:port}, {@code :port} or {@code [v6]:port}.
   *
   * @throws IllegalArgumentException with a line that names the flag, what is wrong and the remedy
   */
  static ListenAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw wrong(text, "it has no port; write host:port, for instance 0.0.0.0:9090 or :9090");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw wrong(text, "an IPv6 address goes into brackets, for instance [::1]:9090");
    }
    if (host.isEmpty()) {
      host = "0.0.0.0";
    }
    String port = text.substring(colon + 1);
    int number;
    try {
      number = Integer.parseInt(port);
    } catch (NumberFormatException e) {
      throw wrong(text, "the port \"" + port + "\" is not a number");
    }
    if (number < 0 || number > 65_535) {
      throw wrong(text, "the port must lie between 0 and 65535");
    }
    return new ListenAddress(host, number);
  }

  private static IllegalArgumentException wrong(String text, String problem) {
    return new IllegalArgumentException(FLAG + " \"" + text + "\": " + problem);
  }

  /**
   * Binds the address for a moment and so finds out whether it can be listened on.
   *
   * @return the same address, with a free port when it was 0
   * @throws IOException with a line that says what stands in the way and the remedy
   */
  ListenAddress probe() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return new ListenAddress(host, socket.getLocalPort());
    } catch (UnknownHostException e) {
      throw new IOException("cannot listen on " + this + ": no such host; check " + FLAG, e);
    } catch (BindException e) {
      throw new IOException(
          "cannot listen on "
              + this
              + ": "
              + e.getMessage()
              + "; stop what uses the port or choose another with "
              + FLAG,
          e);
    } catch (IOException e) {
      throw new IOException("cannot listen on " + this + ": " + e.getMessage(), e);
    }
  }

  /** Returns an address that a client on this machine reaches. */
  InetSocketAddress reachable() throws UnknownHostException {
    InetAddress address = InetAddress.getByName(host);
    return new InetSocketAddress(
        address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address, port);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
