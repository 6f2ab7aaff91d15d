// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.scan;

import io.narthex.promql.QueryException;
import io.narthex.promql.internal.execution.EvaluationException;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.StepGrid;
import io.narthex.spi.storage.SelectHints;
import io.narthex.spi.storage.SelectRequest;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.SeriesBatch;
import io.narthex.spi.storage.StorageException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Takes the batches of a selection, with several threads when that takes a while. */
final class BatchScan {

  /** What one thread does with the batches that it takes. */
  interface Worker {

    /** Works on a batch. */
    void batch(SeriesBatch batch);

    /** There are no more batches. */
    void finish();
  }

  private final Execution execution;

  BatchScan(Execution execution) {
    this.execution = execution;
  }

  /**
   * Reads all batches.
   *
   * @param rangeMs the width of the windows, or 0 for an instant selector
   * @param workers makes the work of one thread
   */
  void run(Selector selector, Windows windows, long rangeMs, Supplier<Worker> workers) {
    if (windows.grid().count() == 0) {
      workers.get().finish();
      return;
    }
    StepGrid grid = windows.grid();
    Selector.Use use = selector.use();
    SelectHints hints =
        new SelectHints(
            use.function(),
            rangeMs,
            grid.count() > 1 ? grid.stepMs() : 0,
            use.by(),
            use.grouping(),
            0,
            use.labels());
    SelectRequest request =
        new SelectRequest(selector.matchers(), windows.firstMs(), windows.lastMs(), hints);
    try (Selection selection = execution.storage().select(request)) {
      read(selection, workers);
      selection.warnings().forEach(execution.annotations()::addStorageWarning);
    } catch (StorageException e) {
      throw new EvaluationException(
          QueryException.Kind.EXECUTION, "expanding series: " + e.getMessage());
    }
  }

  private void read(Selection selection, Supplier<Worker> workers) {
    Worker own = workers.get();
    long begun = System.nanoTime();
    SeriesBatch batch = selection.next();
    while (batch != null) {
      own.batch(batch);
      batch = selection.next();
      if (batch != null && execution.pool().isWorthHelp(begun)) {
        shared(selection, batch, own, workers);
        return;
      }
    }
    own.finish();
  }

  /** Reads what is left with several threads; the first batch of it has been taken already. */
  private void shared(
      Selection selection, SeriesBatch first, Worker own, Supplier<Worker> workers) {
    Thread owner = Thread.currentThread();
    AtomicBoolean stop = new AtomicBoolean();
    execution
        .pool()
        .run(
            () -> {
              boolean done = false;
              try {
                boolean isOwner = Thread.currentThread() == owner;
                Worker worker = isOwner ? own : null;
                SeriesBatch batch = isOwner ? first : selection.next();
                while (batch != null && !stop.get()) {
                  if (worker == null) {
                    worker = workers.get();
                  }
                  worker.batch(batch);
                  batch = selection.next();
                }
                if (worker != null) {
                  worker.finish();
                }
                done = true;
              } finally {
                if (!done) {
                  stop.set(true);
                }
              }
            });
  }
}
