// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import io.narthex.promql.internal.activity.ActiveQueryFile;
import io.narthex.promql.internal.activity.Activity;
import io.narthex.promql.internal.activity.QueryRecord;
import io.narthex.promql.internal.execution.WorkerPool;
import io.narthex.promql.internal.function.FunctionRegistry;
import io.narthex.spi.storage.StorageEngine;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Engines with two helpers, for tests that set some of their parts. */
public final class TestEngines {

  private TestEngines() {}

  /** An engine with functions of a test's own. */
  public static EvaluationEngine engine(
      Supplier<StorageEngine> storage, Supplier<FunctionRegistry> functions) {
    return new EvaluationEngine(
        settings(Map.of()),
        new EngineParts(
            storage::get,
            functions,
            () -> Duration.ofMinutes(1),
            pool(),
            new Activity(ActiveQueryFile.NONE),
            ended -> {}));
  }

  /** An engine that is watched. */
  static EvaluationEngine engine(
      EngineSettings settings,
      Supplier<StorageEngine> storage,
      Activity activity,
      Consumer<QueryRecord> observer) {
    return new EvaluationEngine(
        settings,
        new EngineParts(
            storage::get,
            () -> FunctionRegistry.STANDARD,
            () -> Duration.ofMinutes(1),
            pool(),
            activity,
            observer));
  }

  /** Settings by flags without the dashes. */
  static EngineSettings settings(Map<String, String> flags) {
    return EngineSettings.of(name -> flags.get(name.substring("narthex.".length())));
  }

  private static WorkerPool pool() {
    return new WorkerPool(
        Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()), 2, 0);
  }
}
