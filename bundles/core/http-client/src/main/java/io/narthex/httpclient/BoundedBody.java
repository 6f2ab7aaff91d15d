// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Collects a body up to a number of bytes. For one call at a time. */
public final class BoundedBody implements BodySink {

  private final int limit;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /**
   * An empty one.
   *
   * @param limit the most bytes that are taken
   */
  public BoundedBody(int limit) {
    this.limit = limit;
  }

  @Override
  public boolean begin(HttpAnswer head) {
    bytes.reset();
    return true;
  }

  @Override
  public boolean add(ByteBuffer part) {
    int length = Math.min(part.remaining(), limit - bytes.size());
    boolean whole = length == part.remaining();
    byte[] copy = new byte[length];
    part.get(copy);
    bytes.write(copy, 0, length);
    return whole;
  }

  /** Returns what was taken. */
  public byte[] bytes() {
    return bytes.toByteArray();
  }

  /** Returns what was taken as UTF-8. */
  public String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
