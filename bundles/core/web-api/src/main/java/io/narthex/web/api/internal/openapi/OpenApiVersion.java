// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.openapi;

/** The versions of OpenAPI that are served. */
enum OpenApiVersion {
  /** What most tools read. */
  V3_1("3.1.0"),
  /** Can describe the events of a stream. */
  V3_2("3.2.0");

  private final String text;

  OpenApiVersion(String text) {
    this.text = text;
  }

  /** Returns the version that a parameter names; 3.1, as upstream, for anything unknown. */
  static OpenApiVersion of(String parameter) {
    return parameter.equals("3.2") || parameter.equals("3.2.0") ? V3_2 : V3_1;
  }

  String text() {
    return text;
  }
}
