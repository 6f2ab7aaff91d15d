// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import io.narthex.promql.FunctionCatalogue;
import io.narthex.promql.FunctionInfo;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryOptions;
import io.narthex.promql.QueryResult;
import io.narthex.promql.QueryText;
import io.narthex.promql.internal.execution.WorkerPool;
import io.narthex.promql.internal.plugin.PluginFunctions;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.StorageEngine;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The engine as a service. The storage engine may come, go and be replaced while it runs; queries
 * that began with one end with it.
 */
@Component(service = {QueryEngine.class, QueryText.class, FunctionCatalogue.class})
public final class QueryEngineComponent implements QueryEngine, QueryText, FunctionCatalogue {

  private final AtomicReference<@Nullable StorageEngine> storage = new AtomicReference<>();
  private final ExecutorService helpers;
  private final EvaluationEngine engine;

  /** Starts the engine with the framework's properties. */
  @Activate
  public QueryEngineComponent(BundleContext context, @Reference PluginFunctions functions) {
    int cores = Runtime.getRuntime().availableProcessors();
    this.helpers =
        Executors.newFixedThreadPool(
            cores, Thread.ofPlatform().daemon().name("promql-", 0).factory());
    this.engine =
        new EvaluationEngine(
            EngineSettings.of(context::getProperty),
            storage::get,
            functions::functions,
            new WorkerPool(helpers, cores - 1));
  }

  /** A storage engine has become the active one. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  public void bindStorage(StorageEngine arrived) {
    storage.set(arrived);
  }

  /** A storage engine goes; another may have taken its place already. */
  public void unbindStorage(StorageEngine gone) {
    storage.compareAndSet(gone, null);
  }

  /** Ends the helpers; running queries finish without them. */
  @Deactivate
  public void close() {
    helpers.shutdown();
  }

  @Override
  public QueryResult instant(String expression, long timeMs, QueryOptions options)
      throws QueryException {
    return engine.instant(expression, timeMs, options);
  }

  @Override
  public QueryResult range(
      String expression, long startMs, long endMs, long stepMs, QueryOptions options)
      throws QueryException {
    return engine.range(expression, startMs, endMs, stepMs, options);
  }

  @Override
  public String format(String expression) throws QueryException {
    return engine.format(expression);
  }

  @Override
  public List<FunctionInfo> functions() {
    return engine.functions();
  }

  @Override
  public List<Matcher> selector(String selector) throws QueryException {
    return engine.selector(selector);
  }
}
