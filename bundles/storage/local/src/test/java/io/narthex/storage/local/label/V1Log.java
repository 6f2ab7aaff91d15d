// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Writes label logs of version 1, of numbers below 128. */
final class V1Log {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
  private int symbols;
  private int series;
  private int targets;
  private final int[] first = new int[3];

  V1Log() {
    ByteBuffer header = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    header.put("NXLABELS".getBytes(StandardCharsets.US_ASCII)).putInt(1);
    header.putInt(crc(header.array(), 12));
    out.writeBytes(header.array());
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  void symbols(String... texts) {
    for (String text : texts) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      payload.write(1);
      payload.write(utf8.length);
      payload.writeBytes(utf8);
      symbols++;
    }
  }

  void series(int target, int... pairs) {
    payload.write(2);
    payload.write(target);
    pairs(pairs);
    series++;
  }

  void target(int... pairs) {
    payload.write(3);
    pairs(pairs);
    targets++;
  }

  void also(int number, int target) {
    payload.write(4);
    payload.write(number);
    payload.write(target);
  }

  private void pairs(int[] pairs) {
    payload.write(pairs.length / 2);
    for (int pair : pairs) {
      payload.write(pair);
    }
  }

  void frame() {
    byte[] bytes = payload.toByteArray();
    ByteBuffer frame =
        ByteBuffer.allocate(24 + bytes.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(0x4d52464e)
            .putInt(bytes.length)
            .putInt(first[0])
            .putInt(first[1])
            .putInt(first[2]);
    CRC32C crc = new CRC32C();
    crc.update(frame.array(), 4, 16);
    crc.update(bytes);
    frame.putInt((int) crc.getValue()).put(bytes);
    out.writeBytes(frame.array());
    payload.reset();
    first[0] = symbols;
    first[1] = series;
    first[2] = targets;
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
