// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import io.narthex.promql.internal.activity.ActiveQueryFile;
import io.narthex.promql.internal.activity.Activity;
import io.narthex.promql.internal.activity.QueryRecord;
import io.narthex.promql.internal.execution.WorkerPool;
import io.narthex.promql.internal.function.FunctionRegistry;
import io.narthex.spi.storage.StorageEngine;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an engine works with; suppliers are asked for each query.
 *
 * @param storage gives the storage engine, or null when there is none
 * @param functions gives the functions that can be called now
 * @param subqueryStep gives the resolution of subqueries that name none
 * @param pool helps queries
 * @param activity keeps the list of running queries
 * @param observer is told of each query that ends, on the query's thread
 */
record EngineParts(
    Supplier<@Nullable StorageEngine> storage,
    Supplier<FunctionRegistry> functions,
    Supplier<Duration> subqueryStep,
    WorkerPool pool,
    Activity activity,
    Consumer<QueryRecord> observer) {

  /** Parts of an engine that knows the standard's functions and tells nobody. */
  static EngineParts simple(
      EngineSettings settings, Supplier<@Nullable StorageEngine> storage, WorkerPool pool) {
    return new EngineParts(
        storage,
        () -> FunctionRegistry.STANDARD,
        settings::subqueryStep,
        pool,
        new Activity(ActiveQueryFile.NONE),
        ended -> {});
  }
}
