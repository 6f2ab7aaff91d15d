// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.metrics;

import io.narthex.config.ConfigService;
import io.narthex.exposition.AnswerFormat;
import io.narthex.exposition.Format;
import io.narthex.promql.QueryText;
import io.narthex.spi.config.Durations;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageException;
import io.narthex.web.ApiException;
import io.narthex.web.ErrorType;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import io.narthex.web.api.internal.series.MatcherSets;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * The newest sample of each selected series, for another server to scrape, in the text format or
 * delimited protobuf. The text format has no exponential histograms: they are left out of it.
 */
@Component(service = {Servlet.class, MultiCollector.class})
@HttpWhiteboardServletPattern("/federate")
public final class FederateServlet extends HttpServlet implements MultiCollector {

  private static final long serialVersionUID = 1L;
  private static final String INSTANCE = "instance";
  private static final Set<Format> FORMATS = EnumSet.of(Format.TEXT, Format.PROTOBUF);

  private final transient ServerParts parts;
  private final transient Duration lookback;
  private final LongAdder errors = new LongAdder();
  private final LongAdder warnings = new LongAdder();

  /** An endpoint that asks the storage engine. */
  @Activate
  public FederateServlet(@Reference ServerParts parts, BundleContext context) {
    this(parts, context::getProperty);
  }

  FederateServlet(ServerParts parts, UnaryOperator<@Nullable String> property) {
    this.parts = parts;
    String text = property.apply("narthex.query.lookback-delta");
    this.lookback = Durations.parse(text == null || text.isEmpty() ? "5m" : text);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    QueryText text = parts.text();
    List<List<Matcher>> sets;
    try {
      sets =
          new Parameters(request)
              .texts("match[]").stream()
                  .map(selector -> MatcherSets.selector(text, selector))
                  .toList();
    } catch (IllegalArgumentException e) {
      throw new ApiException(ErrorType.BAD_DATA, String.valueOf(e.getMessage()), e);
    }
    StorageEngine storage = parts.storage();
    long now = System.currentTimeMillis();
    NewestSamples samples = new NewestSamples();
    for (List<Matcher> set : sets) {
      if (set.isEmpty()) {
        // The selector {} is valid here and selects nothing.
        continue;
      }
      try {
        warnings.add(samples.read(storage, set, now - lookback.toMillis(), now));
      } catch (StorageException e) {
        errors.increment();
        throw e;
      }
    }
    AnswerFormat format = AnswerFormat.of(request.getHeader("Accept"), FORMATS);
    response.setContentType(format.contentType());
    try (OutputStream out = AnswerBody.open(request, response)) {
      new Federation(format.families(out), externalLabels()).write(samples.sorted());
    }
  }

  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.of(
        counter(
            "prometheus_web_federation_errors",
            "Total number of errors that occurred while sending federation responses.",
            errors),
        counter(
            "prometheus_web_federation_warnings",
            "Total number of warnings that occurred while sending federation responses.",
            warnings));
  }

  private static CounterSnapshot counter(String name, String help, LongAdder count) {
    return CounterSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder().value(count.sum()).build())
        .build();
  }

  /** Returns the labels that are added to series without them; {@code instance} is always there. */
  private Map<String, String> externalLabels() {
    ConfigService configuration = parts.configurationIfAny();
    Map<String, String> labels =
        new TreeMap<>(
            configuration == null
                ? Map.of()
                : configuration.current().config().global().externalLabels());
    labels.putIfAbsent(INSTANCE, "");
    return labels;
  }
}
