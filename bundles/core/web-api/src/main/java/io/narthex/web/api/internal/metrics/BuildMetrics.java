// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.metrics;

import io.narthex.web.api.internal.BuildInfo;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Locale;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Which build runs: under our name, and under the name that dashboards for Prometheus ask for. */
@Component
public final class BuildMetrics implements MultiCollector {

  private final MetricSnapshots families;

  /** Reads the build that the launcher names. */
  @Activate
  public BuildMetrics(BundleContext context) {
    BuildInfo build = BuildInfo.read(context::getProperty);
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch", "");
    families =
        MetricSnapshots.of(
            Families.gauge(
                "narthex_build_info",
                "A metric with a constant '1' value labeled by the build.",
                Map.of(
                    Labels.of(
                        "version", build.version(),
                        "revision", build.revision(),
                        "java", build.java()),
                    1.0)),
            Families.gauge(
                "prometheus_build_info",
                "A metric with a constant '1' value labeled by the build.",
                Map.of(
                    Labels.of(
                        "branch",
                        "",
                        "goarch",
                        machine,
                        "goos",
                        system,
                        "goversion",
                        build.java(),
                        "revision",
                        build.revision(),
                        "tags",
                        "",
                        "version",
                        build.version()),
                    1.0)));
  }

  @Override
  public MetricSnapshots collect() {
    return families;
  }
}
