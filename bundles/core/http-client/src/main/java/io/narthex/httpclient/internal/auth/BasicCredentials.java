// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Basic authentication by RFC 7617. */
public final class BasicCredentials {

  private BasicCredentials() {}

  /** Returns the header's value. */
  public static String of(String user, String password) {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }
}
