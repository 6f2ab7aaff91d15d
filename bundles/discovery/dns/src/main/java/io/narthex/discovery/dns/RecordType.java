// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.dns;

import java.util.Locale;
import org.xbill.DNS.Type;

/** The kinds of records that can be targets. */
enum RecordType {
  SRV(Type.SRV),
  A(Type.A),
  AAAA(Type.AAAA),
  MX(Type.MX),
  NS(Type.NS);

  private final int code;

  RecordType(int code) {
    this.code = code;
  }

  /** Returns the number that stands for the type in queries. */
  int code() {
    return code;
  }

  /**
   * Returns the type of that name, in upper or lower case.
   *
   * @throws IllegalArgumentException when it is none of these
   */
  static RecordType of(String name) {
    for (RecordType type : values()) {
      if (type.name().equals(name.toUpperCase(Locale.ROOT))) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "invalid DNS-SD records type " + name + "; it is SRV, A, AAAA, MX or NS");
  }
}
