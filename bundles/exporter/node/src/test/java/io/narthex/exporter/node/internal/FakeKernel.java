// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** Answers as a test wants. Paths with {@code broken} fail, paths with {@code hung} hang. */
final class FakeKernel implements Kernel {

  final CountDownLatch release = new CountDownLatch(1);

  @Override
  public Space space(String path) throws IOException {
    if (path.contains("broken")) {
      throw new IOException("stale NFS file handle");
    }
    if (path.contains("hung")) {
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
    return new Space(1000, 400, 300, 50, 20);
  }

  @Override
  public Clock clock() {
    return new Clock(
        true,
        0x2001,
        2_000_000,
        655_360,
        500_000,
        16,
        2,
        10_000,
        new Pulse(0, 0, 1, 0, 4, 5, 6, 7),
        37);
  }

  @Override
  public int pageSize() {
    return 16_384;
  }
}
