// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.HttpConfiguration;

/**
 * Keeps the headers of answers small. The one setting that there is for both directions must allow
 * for long selectors in a request's line; but Jetty takes and clears as much memory for the headers
 * of each answer, and pools such buffers only up to 64 KiB.
 */
final class ResponseHeaders {

  /** What Jetty itself takes unless told otherwise. */
  private static final int BYTES = 8 * 1024;

  private ResponseHeaders() {}

  /** Sets the size for all answers of the connector that a request came from. */
  static void limit(HttpServletRequest request) {
    ServletContextRequest jetty = ServletContextRequest.getServletContextRequest(request);
    if (jetty != null) {
      HttpConfiguration configuration = jetty.getConnectionMetaData().getHttpConfiguration();
      if (configuration.getResponseHeaderSize() > BYTES) {
        configuration.setResponseHeaderSize(BYTES);
      }
    }
  }
}
