// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import java.net.URI;

/** URLs in messages. */
public final class Urls {

  private Urls() {}

  /** Returns a URL with {@code xxxxx} for its password, as upstream shows it. */
  public static String shown(URI uri) {
    String user = uri.getRawUserInfo();
    if (user == null || !user.contains(":")) {
      return uri.toString();
    }
    String name = user.substring(0, user.indexOf(':'));
    return uri.toString().replace(user + "@", name + ":xxxxx@");
  }
}
