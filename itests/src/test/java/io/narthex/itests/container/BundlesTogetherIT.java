// SPDX-License-Identifier: Apache-2.0
package io.narthex.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.plugins.PluginInventory;
import io.narthex.plugins.PluginStatus;
import io.narthex.process.ServerProcess;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryOptions;
import io.narthex.promql.QueryValue;
import io.narthex.scrape.ActiveTarget;
import io.narthex.scrape.ScrapeFailure;
import io.narthex.scrape.TargetInventory;
import io.narthex.spi.exporter.ExporterFactory;
import io.narthex.spi.storage.StorageEngine;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * All bundles of the distribution in one Felix: they resolve, their components are satisfied, a
 * sample goes the whole way from exporter to query result, and a plug-in that comes and goes leaves
 * every other bundle alone.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BundlesTogetherIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Quiet PROCESS = new Quiet();

  @Inject private BundleContext context;
  private ServiceComponentRuntime components;
  private QueryEngine engine;
  private StorageEngine storage;
  private PluginInventory plugins;

  @Configuration
  public Option[] distribution() throws IOException {
    Path folder = Files.createTempDirectory("narthex-container");
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    return new Option[] {
      DistributionBundles.running(
          folder,
          port,
          """
          global: {scrape_interval: 1s, scrape_timeout: 1s}
          scrape_configs:
            - job_name: node
              exporter_sd_configs: [{names: [node]}]
            - job_name: sample
              exporter_sd_configs: [{names: [sample]}]
            - job_name: hanging
              exporter_sd_configs: [{names: [hanging]}]
          """)
    };
  }

  @Before
  public void findServices() throws Exception {
    if (context.getServiceReference(ServerProcess.class) == null) {
      context
          .getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
          .getBundleContext()
          .registerService(ServerProcess.class, PROCESS, null);
    }
    components = service(ServiceComponentRuntime.class);
    engine = service(QueryEngine.class);
    storage = service(StorageEngine.class);
    plugins = service(PluginInventory.class);
  }

  private <T> T service(Class<T> type) throws Exception {
    await(type.getName(), () -> context.getServiceReference(type) != null);
    return context.getService(context.getServiceReference(type));
  }

  @Test
  public void every_bundle_is_active_and_every_component_satisfied() throws Exception {
    await("a sample", () -> series("up{job=\"node\"}") == 1);
    // What warms queries up waits for the web server, which may listen later than that.
    await("the web server", () -> context.getServiceReference("io.narthex.web.WebServer") != null);

    assertThat(Stream.of(context.getBundles()).filter(this::isOurs))
        .hasSizeGreaterThan(10)
        .allSatisfy(
            bundle -> assertThat(bundle.getState()).as(bundle.toString()).isEqualTo(Bundle.ACTIVE));
    for (ComponentDescriptionDTO component :
        components.getComponentDescriptionDTOs(context.getBundles())) {
      for (ComponentConfigurationDTO configuration :
          components.getComponentConfigurationDTOs(component)) {
        assertThat(configuration.unsatisfiedReferences).as(component.name).isEmpty();
        assertThat(configuration.failure).as(component.name).isNull();
      }
    }
  }

  @Test
  public void a_sample_goes_from_the_exporter_to_a_query_result() throws Exception {
    await("node metrics", () -> series("node_uname_info") == 1);

    QueryValue value =
        engine
            .instant("count({job=\"node\"})", System.currentTimeMillis(), QueryOptions.DEFAULT)
            .value();

    assertThat(value)
        .isInstanceOfSatisfying(
            QueryValue.InstantVector.class,
            vector -> assertThat(vector.samples().getFirst().value()).isGreaterThan(100));
    assertThat(storage.statistics(5).series()).isGreaterThan(100);
  }

  @Test
  public void a_plugin_comes_and_goes_and_no_other_bundle_is_touched() throws Exception {
    await("node metrics", () -> series("up{job=\"node\"}") == 1);
    Map<Bundle, Long> before = ourBundles();
    Map<Bundle, Object> wirings = wirings(before.keySet());
    ServiceReference<QueryEngine> engineBefore = context.getServiceReference(QueryEngine.class);

    Path jar =
        Files.copy(
            sampleExporter(),
            Path.of(context.getProperty("narthex.plugins.path")).resolve("sample.jar"));
    await("the sample's target", () -> series("up{job=\"sample\"} == 1") == 1);
    assertThat(plugins.plugins())
        .filteredOn(p -> p.name().equals("sample.jar"))
        .extracting(PluginStatus::state)
        .containsExactly(PluginStatus.State.ACTIVE);
    Files.delete(jar);
    await("the sample's end", () -> series("up{job=\"sample\"}") == 0);

    assertThat(ourBundles()).containsAllEntriesOf(before);
    assertThat(wirings(before.keySet())).isEqualTo(wirings);
    assertThat(context.getServiceReference(QueryEngine.class)).isSameAs(engineBefore);
    assertThat(
            context
                .getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkWiring.class)
                .getRemovalPendingBundles())
        .isEmpty();
  }

  @Test
  public void an_exporter_that_hangs_is_down_alone_and_comes_back() throws Exception {
    TargetInventory targets = service(TargetInventory.class);
    HangingExporter hanging = new HangingExporter();
    ServiceRegistration<?> plugin =
        context
            .getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
            .getBundleContext()
            .registerService(ExporterFactory.class, hanging, null);
    try {
      await("the exporter's target", () -> series("up{job=\"hanging\"} == 1") == 1);
      hanging.hang();
      await("its end", () -> series("up{job=\"hanging\"} == 0") == 1);
      // As long as it hangs it is not called again.
      await(
          "the next scrape",
          () -> target(targets, "hanging").lastError().contains("has not come back"));
      assertThat(target(targets, "hanging").failures())
          .extracting(ScrapeFailure::message)
          .anyMatch(message -> message.contains("took longer than"));
      assertThat(hanging.inside()).isEqualTo(1);
      // Its neighbour goes on. What that had before says nothing: its first scrapes load classes.
      String since = Long.toString(TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis()));
      await(
          "scrapes of another target",
          () -> series("timestamp(up{job=\"node\"} == 1) > " + since + " + 1") == 1);
      hanging.goOn();
      await("its return", () -> series("up{job=\"hanging\"} == 1") == 1);
      assertThat(target(targets, "hanging").lastError()).isEmpty();
      // Two samples of zero at least. They are counted, not asked for at each second: a scrape that
      // begins late leaves none of its own to the second in which it lies.
      String samples = "count_over_time(up{job=\"hanging\"}[1m])";
      String ups = "sum_over_time(up{job=\"hanging\"}[1m])";
      assertThat(series(samples + " - " + ups + " >= 2")).isEqualTo(1);
      await(
          "a scrape each second",
          () -> series("count_over_time(up{job=\"node\"}[10s]) == 10") == 1);
    } finally {
      hanging.goOn();
      plugin.unregister();
    }
  }

  private static ActiveTarget target(TargetInventory targets, String job) {
    return targets.activeTargets().stream()
        .filter(target -> target.scrapePool().equals(job))
        .findFirst()
        .orElseThrow();
  }

  /** Takes the launcher's place. */
  private static final class Quiet implements ServerProcess {

    @Override
    public void fail(String reason) {
      throw new IllegalStateException(reason);
    }

    @Override
    public void misconfigured(String reason) {
      fail(reason);
    }

    @Override
    public void ready() {}

    @Override
    public void shutdown() {}
  }

  /** The bundles of the project and when each was last installed, updated or uninstalled. */
  private Map<Bundle, Long> ourBundles() {
    Map<Bundle, Long> bundles = new HashMap<>();
    for (Bundle bundle : context.getBundles()) {
      if (isOurs(bundle)) {
        bundles.put(bundle, bundle.getLastModified());
      }
    }
    return bundles;
  }

  /** A refresh would give a bundle another wiring. */
  private static Map<Bundle, Object> wirings(Iterable<Bundle> bundles) {
    Map<Bundle, Object> wirings = new HashMap<>();
    for (Bundle bundle : bundles) {
      wirings.put(bundle, bundle.adapt(BundleWiring.class));
    }
    return wirings;
  }

  private boolean isOurs(Bundle bundle) {
    return String.valueOf(bundle.getSymbolicName()).startsWith("narthex-");
  }

  private int series(String expression) throws Exception {
    QueryValue value =
        engine.instant(expression, System.currentTimeMillis(), QueryOptions.DEFAULT).value();
    return ((QueryValue.InstantVector) value).samples().size();
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waited for %s", what).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static Path sampleExporter() throws IOException {
    Path target = Path.of(System.getProperty("narthex.sample-plugins")).resolve("exporter/target");
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(target, "narthex-sample-exporter-*.jar")) {
      return jars.iterator().next();
    }
  }
}
