// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import java.net.URI;
import org.osgi.annotation.versioning.ProviderType;

/** The head of an answer. Immutable. */
@ProviderType
public interface HttpAnswer {

  /** Returns the status, 200 for instance. */
  int status();

  /** Returns a header's first value; empty when there is none. Names count without case. */
  String header(String name);

  /** Returns where the answer came from, which redirects may have changed. */
  URI uri();

  /** Returns whether the sink took the whole body. */
  boolean complete();

  /** Returns the protocol's version, {@code HTTP/1.1} or {@code HTTP/2.0} for instance. */
  String version();
}
