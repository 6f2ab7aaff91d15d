// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.index;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Writes a file of a block; the counterpart of {@link MappedFile}. */
final class SectionWriter implements AutoCloseable {

  private final OutputStream out;
  private long at;

  /** The section that is being written, or a record of one. */
  private byte[] section = new byte[1 << 16];

  private int length;

  SectionWriter(Path path) throws IOException {
    out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16);
  }

  /** Returns how many bytes were written to the file. */
  long position() {
    return at;
  }

  void put(int b) {
    if (length == section.length) {
      section = Arrays.copyOf(section, length * 2);
    }
    section[length++] = (byte) b;
  }

  void put(byte[] bytes, int from, int count) {
    while (length + count > section.length) {
      section = Arrays.copyOf(section, section.length * 2);
    }
    System.arraycopy(bytes, from, section, length, count);
    length += count;
  }

  void uint32(long value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      put((int) (value >>> shift));
    }
  }

  void uint64(long value) {
    uint32(value >>> 32);
    uint32(value);
  }

  void uvarint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      put((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    put((int) rest);
  }

  void varint(long value) {
    uvarint(value << 1 ^ value >> 63);
  }

  void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    uvarint(bytes.length);
    put(bytes, 0, bytes.length);
  }

  /** Ends a section: its length in 4 bytes, its content, a checksum. */
  void endSection() throws IOException {
    byte[] header = new byte[4];
    for (int i = 0; i < 4; i++) {
      header[i] = (byte) (length >>> 24 - 8 * i);
    }
    write(header, 4);
    endWithSum(0);
  }

  /** Ends a record: its length as a varint, its content, a checksum of the content. */
  void endRecord() throws IOException {
    byte[] header = new byte[5];
    int size = 0;
    int rest = length;
    while (rest >= 0x80) {
      header[size++] = (byte) (rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    header[size++] = (byte) rest;
    write(header, size);
    endWithSum(0);
  }

  /** Ends what was put with a checksum of it from a byte on. */
  void endWithSum(int from) throws IOException {
    CRC32C sum = new CRC32C();
    sum.update(section, from, length - from);
    uint32(sum.getValue());
    end();
  }

  /** Writes out what was put, as it is. */
  void end() throws IOException {
    write(section, length);
    length = 0;
  }

  /** Fills up with zeros to a multiple. */
  void align(int size) throws IOException {
    int rest = (int) (at % size);
    if (rest != 0) {
      write(new byte[size], size - rest);
    }
  }

  private void write(byte[] bytes, int count) throws IOException {
    out.write(bytes, 0, count);
    at += count;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
