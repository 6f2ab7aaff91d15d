// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.execution;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {

  @Test
  void whatAHelperDiesOfEndsTheQuery() {
    Thread caller = Thread.currentThread();
    CountDownLatch begun = new CountDownLatch(1);
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      WorkerPool pool = new WorkerPool(executor, 1, 0);
      assertThatThrownBy(
              () ->
                  pool.run(
                      () -> {
                        if (Thread.currentThread() != caller) {
                          begun.countDown();
                          throw new OutOfMemoryError("as if");
                        }
                        await(begun);
                      }))
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessage("as if");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("no helper came");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
