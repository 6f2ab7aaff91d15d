// SPDX-License-Identifier: Apache-2.0
package io.narthex.launcher;

import io.narthex.process.ServerProcess;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The process as bundles see it, and the one thread that waits for its end. */
final class RunningProcess implements ServerProcess {

  /**
   * Why the start failed.
   *
   * @param status the process' exit status
   */
  record Failure(int status, String reason) {}

  private final CompletableFuture<Optional<Failure>> end = new CompletableFuture<>();
  private final AtomicBoolean ready = new AtomicBoolean();

  @Override
  public void fail(String reason) {
    fail(new Failure(1, reason));
  }

  @Override
  public void misconfigured(String reason) {
    fail(new Failure(2, reason));
  }

  private void fail(Failure failure) {
    if (ready.get()) {
      LoggerFactory.getLogger(RunningProcess.class).error("{}", failure.reason());
    } else {
      end.complete(Optional.of(failure));
    }
  }

  @Override
  public void ready() {
    if (ready.compareAndSet(false, true)) {
      LoggerFactory.getLogger(RunningProcess.class).info("Server is ready to receive requests");
    }
  }

  @Override
  public void shutdown() {
    end.complete(Optional.empty());
  }

  /** Waits for the end; returns why the start failed, or null after a regular run. */
  @Nullable Failure awaitEnd() throws InterruptedException {
    try {
      return end.get().orElse(null);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end never completes exceptionally", e);
    }
  }
}
