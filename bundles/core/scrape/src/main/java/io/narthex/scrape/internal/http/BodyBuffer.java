// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.http;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.narthex.httpclient.BodySink;
import io.narthex.httpclient.HttpAnswer;
import io.narthex.httpclient.HttpStatus;
import io.narthex.scrape.internal.append.ScrapeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The bytes of a body, in an array that is used again and again. When a body comes compressed it is
 * inflated into a second such array. Not safe for several threads.
 */
public final class BodyBuffer implements BodySink {

  private static final VarHandle LITTLE_ENDIAN_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** The largest window of HTTP's zstd, 8 MB (RFC 9659): what a body may make us hold. */
  private static final int ZSTD_WINDOW_LOG = 23;

  private byte[] received = new byte[64 << 10];
  private int receivedLength;
  private byte[] body = received;
  private int bodyLength;
  private byte[] inflated = new byte[0];
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private long limit;

  /** Begins a body of at most so many uncompressed bytes. */
  void begin(long maxBytes) {
    limit = maxBytes;
    receivedLength = 0;
  }

  /** Begins an answer: only the body of one that is well is wanted. */
  @Override
  public boolean begin(HttpAnswer head) {
    receivedLength = 0;
    return head.status() == HttpStatus.OK;
  }

  /** Returns the most bytes that a body may have. */
  long limit() {
    return limit;
  }

  /** Forgets what was received of this body. */
  void restart() {
    receivedLength = 0;
  }

  /** Returns the array of what was received, with room for so many bytes more behind it. */
  byte[] room(int more) {
    if (receivedLength + more > received.length) {
      received = Arrays.copyOf(received, larger(received.length, receivedLength + more));
    }
    return received;
  }

  /** Returns how many bytes were received. */
  int received() {
    return receivedLength;
  }

  /** Says how many bytes there are, after they were put into {@link #room}. */
  void received(int length) {
    receivedLength = length;
  }

  /** Forgets the first of the bytes that were received. */
  void dropFirst(int count) {
    System.arraycopy(received, count, received, 0, receivedLength - count);
    receivedLength -= count;
  }

  /**
   * Adds what was received.
   *
   * @return false when there is more than is allowed
   */
  @Override
  public boolean add(ByteBuffer part) {
    int length = part.remaining();
    if (receivedLength + (long) length > limit) {
      return false;
    }
    if (receivedLength + length > received.length) {
      received = Arrays.copyOf(received, larger(received.length, receivedLength + length));
    }
    part.get(received, receivedLength, length);
    receivedLength += length;
    return true;
  }

  private static int larger(int size, int wanted) {
    return Math.max(wanted, (int) Math.min(Integer.MAX_VALUE - 8, 2L * size));
  }

  /** Ends a body that came as it is. */
  void plain() {
    body = received;
    bodyLength = receivedLength;
  }

  /**
   * Ends a body that came compressed by gzip.
   *
   * @throws ScrapeException when it is broken or too large
   */
  void gzip() throws ScrapeException {
    int from = 0;
    bodyLength = 0;
    makeInflated();
    try {
      while (from < receivedLength) {
        from = inflateMember(from);
      }
    } catch (DataFormatException e) {
      throw new ScrapeException("body", "the gzip body is broken: " + e.getMessage(), e);
    }
    body = inflated;
  }

  /**
   * Ends a body that came compressed by zstd.
   *
   * @throws ScrapeException when it is broken or too large
   */
  void zstd() throws ScrapeException {
    bodyLength = 0;
    makeInflated();
    try (ZstdInputStreamNoFinalizer in =
        new ZstdInputStreamNoFinalizer(
            new ByteArrayInputStream(received, 0, receivedLength), RecyclingBufferPool.INSTANCE)) {
      in.setLongMax(ZSTD_WINDOW_LOG);
      int n = 0;
      while (n >= 0) {
        bodyLength += n;
        if (bodyLength > limit) {
          throw tooLarge(limit);
        }
        growInflated();
        n = in.read(inflated, bodyLength, inflated.length - bodyLength);
      }
    } catch (IOException e) {
      throw new ScrapeException("body", "the zstd body is broken: " + e.getMessage(), e);
    }
    body = inflated;
  }

  private void makeInflated() {
    if (inflated.length == 0) {
      inflated = new byte[atMost(Math.max(64L << 10, 4L * receivedLength))];
    }
  }

  private void growInflated() {
    if (bodyLength == inflated.length) {
      inflated = Arrays.copyOf(inflated, atMost(Math.max(bodyLength + 1L, 2L * inflated.length)));
    }
  }

  private int inflateMember(int from) throws DataFormatException, ScrapeException {
    int data = GzipHeader.skip(received, from, receivedLength);
    int start = bodyLength;
    inflater.reset();
    inflater.setInput(received, data, receivedLength - data);
    while (!inflater.finished()) {
      growInflated();
      int n = inflater.inflate(inflated, bodyLength, inflated.length - bodyLength);
      bodyLength += n;
      if (bodyLength > limit) {
        throw tooLarge(limit);
      }
      if (n == 0 && !inflater.finished()) {
        throw new DataFormatException("it ends too early");
      }
    }
    int trailer = receivedLength - inflater.getRemaining();
    if (trailer + GzipHeader.TRAILER > receivedLength) {
      throw new DataFormatException("it ends too early");
    }
    checksum.reset();
    checksum.update(inflated, start, bodyLength - start);
    // The checksum and the length of what was compressed.
    if ((int) LITTLE_ENDIAN_INT.get(received, trailer) != (int) checksum.getValue()
        || (int) LITTLE_ENDIAN_INT.get(received, trailer + Integer.BYTES) != bodyLength - start) {
      throw new DataFormatException("its checksum or length is wrong");
    }
    return trailer + GzipHeader.TRAILER;
  }

  /** One byte more than allowed shows that a body is too large. */
  private int atMost(long size) {
    return (int) Math.min(Math.min(size, limit + 1), Integer.MAX_VALUE - 8);
  }

  static ScrapeException tooLarge(long limit) {
    return new ScrapeException(
        ScrapeException.Kind.BODY_SIZE_LIMIT,
        "body size limit exceeded: the uncompressed body has more than "
            + limit
            + " bytes; raise body_size_limit or expose less");
  }

  /** Returns the array that holds the body from its first byte on. */
  public byte[] bytes() {
    return body;
  }

  /** Returns how many bytes the body has. */
  public int length() {
    return bodyLength;
  }

  /** Returns how many bytes of memory the buffer holds. */
  int capacity() {
    return received.length + inflated.length;
  }

  /** Releases what the collector does not see. */
  void free() {
    inflater.end();
  }
}
