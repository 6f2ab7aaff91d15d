// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/** Takes a body, as it arrives. Called by one thread at a time; must not block. */
@ConsumerType
public interface BodySink {

  /**
   * Begins the body of an answer that is no redirect to be followed.
   *
   * @return false when the body is not wanted
   */
  default boolean begin(HttpAnswer head) {
    return true;
  }

  /**
   * Takes a part of the body, compressed or not, as the server sent it.
   *
   * @param part the bytes between position and limit; not to be kept
   * @return false when nothing more is wanted; the rest is not read then
   */
  boolean add(ByteBuffer part);
}
