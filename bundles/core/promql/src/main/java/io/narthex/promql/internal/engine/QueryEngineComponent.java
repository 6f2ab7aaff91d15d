// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import io.narthex.config.ConfigService;
import io.narthex.config.Configuration;
import io.narthex.promql.FunctionCatalogue;
import io.narthex.promql.FunctionInfo;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryOptions;
import io.narthex.promql.QueryOrigin;
import io.narthex.promql.QueryResult;
import io.narthex.promql.QueryText;
import io.narthex.promql.RunningQueries;
import io.narthex.promql.RunningQuery;
import io.narthex.promql.internal.activity.ActiveQueryFile;
import io.narthex.promql.internal.activity.Activity;
import io.narthex.promql.internal.activity.QueryLog;
import io.narthex.promql.internal.activity.QueryMetrics;
import io.narthex.promql.internal.activity.QueryRecord;
import io.narthex.promql.internal.execution.WorkerPool;
import io.narthex.promql.internal.plugin.PluginFunctions;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.StorageEngine;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
 * that began with one end with it. The configuration says how often rules are evaluated, which is
 * the step of subqueries that name none, and where queries are logged.
 */
@Component(
    service = {
      QueryEngine.class,
      QueryText.class,
      FunctionCatalogue.class,
      RunningQueries.class,
      MultiCollector.class
    })
public final class QueryEngineComponent
    implements QueryEngine, QueryText, FunctionCatalogue, RunningQueries, MultiCollector {

  /** What is done sooner than another thread would be awake is done by one. */
  private static final long ALONE_NANOS = 100_000;

  private final AtomicReference<@Nullable StorageEngine> storage = new AtomicReference<>();
  private final AtomicReference<Duration> subqueryStep;
  private final ExecutorService helpers;
  private final QueryLog log = new QueryLog();
  private final Activity activity;
  private final QueryMetrics metrics;
  private final Expressions expressions;
  private final EvaluationEngine engine;
  private ConfigService.@Nullable Subscription configuration;

  /** Starts the engine with the framework's properties. */
  @Activate
  public QueryEngineComponent(BundleContext context, @Reference PluginFunctions functions) {
    EngineSettings settings = EngineSettings.of(context::getProperty);
    int cores = Runtime.getRuntime().availableProcessors();
    this.helpers =
        Executors.newFixedThreadPool(
            cores, Thread.ofPlatform().daemon().name("promql-", 0).factory());
    this.subqueryStep = new AtomicReference<>(settings.subqueryStep());
    String data = context.getProperty("narthex.storage.tsdb.path");
    this.activity =
        new Activity(
            data == null
                ? ActiveQueryFile.NONE
                : ActiveQueryFile.open(Path.of(data), settings.maxConcurrency()));
    this.metrics = new QueryMetrics(activity, log, settings.maxConcurrency());
    this.expressions = new Expressions(settings.parser(), functions::functions);
    this.engine =
        new EvaluationEngine(
            settings,
            new EngineParts(
                storage::get,
                functions::functions,
                subqueryStep::get,
                new WorkerPool(helpers, cores - 1, ALONE_NANOS),
                activity,
                this::ended));
  }

  private void ended(QueryRecord query) {
    if (!(query.origin() instanceof QueryOrigin.WarmUp)) {
      metrics.ended(query);
      log.log(query);
    }
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

  /** The configuration is there. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  public synchronized void bindConfiguration(ConfigService service) {
    configuration = service.subscribe(this::configured);
  }

  /** The configuration goes; what it said last stays in force. */
  public synchronized void unbindConfiguration(ConfigService service) {
    ConfigService.Subscription ended = configuration;
    configuration = null;
    if (ended != null) {
      ended.close();
    }
  }

  private void configured(Configuration now) {
    subqueryStep.set(now.config().global().evaluationInterval());
    log.file(now.config().global().queryLogFile());
  }

  /** Ends the helpers; running queries finish without them. */
  @Deactivate
  public void close() {
    helpers.shutdown();
    log.close();
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
    return expressions.format(expression);
  }

  @Override
  public List<Matcher> selector(String selector) throws QueryException {
    return expressions.selector(selector);
  }

  @Override
  public List<List<Matcher>> selectors(String expression) throws QueryException {
    return expressions.selectors(expression);
  }

  @Override
  public Map<String, @Nullable Object> tree(String expression) throws QueryException {
    return expressions.tree(expression);
  }

  @Override
  public List<FunctionInfo> functions() {
    return expressions.functions();
  }

  @Override
  public List<RunningQuery> running() {
    return activity.running();
  }

  @Override
  public boolean cancel(long id) {
    return activity.cancel(id);
  }

  @Override
  public MetricSnapshots collect() {
    return metrics.collect();
  }
}
