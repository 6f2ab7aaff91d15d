// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.status;

import io.narthex.plugins.PluginInventory;
import io.narthex.plugins.PluginStatus;
import io.narthex.promql.FunctionInfo;
import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import jakarta.servlet.Servlet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Which of upstream's features are there, as clients ask before they use them: all of upstream's
 * categories and names, each true or false. What a plug-in brings is true while it is live; what
 * comes with rules, templates, OTLP and upstream's own UI and storage is false.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/features")
public final class FeaturesServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient ServerParts parts;
  private final transient PluginInventory plugins;
  private final transient UnaryOperator<@Nullable String> property;

  /** An endpoint that reads flags from framework properties. */
  @Activate
  public FeaturesServlet(
      @Reference ServerParts parts, @Reference PluginInventory plugins, BundleContext context) {
    this(parts, plugins, context::getProperty);
  }

  FeaturesServlet(
      ServerParts parts, PluginInventory plugins, UnaryOperator<@Nullable String> property) {
    super(false);
    this.parts = parts;
    this.plugins = plugins;
    this.property = property;
  }

  @Override
  protected Answer answer(Parameters parameters) {
    Map<String, Map<String, Boolean>> categories = categories();
    return Answer.of(
        json -> {
          json.beginObject();
          for (Map.Entry<String, Map<String, Boolean>> category : categories.entrySet()) {
            json.name(category.getKey()).beginObject();
            for (Map.Entry<String, Boolean> feature : category.getValue().entrySet()) {
              json.name(feature.getKey()).value(feature.getValue());
            }
            json.endObject();
          }
          json.endObject();
        });
  }

  private Map<String, Map<String, Boolean>> categories() {
    Map<String, Map<String, Boolean>> out = new TreeMap<>();
    Set<String> enabled = enabled();
    out.put("api", api());
    out.put("otlp_receiver", all(List.of("delta_conversion", "native_delta_ingestion"), false));
    out.put("prometheus", server());
    out.put("promql", queries(enabled));
    out.put("promql_functions", functions());
    Map<String, Boolean> operators = all(FeatureNames.OPERATORS, true);
    operators.putAll(all(FeatureNames.EXPERIMENTAL_OPERATORS, false));
    out.put("promql_operators", operators);
    out.put(
        "rules", all(List.of("concurrent_rule_eval", "keep_firing_for", "query_offset"), false));
    Map<String, Boolean> scrape = all(List.of("extra_scrape_metrics"), true);
    scrape.put(
        "start_timestamp_zero_ingestion", enabled.contains("created-timestamp-zero-ingestion"));
    if (enabled.contains("st-synthesis")) {
      // Spelled as upstream, which names it only when it is on.
      scrape.put("st-synthesis", true);
    }
    scrape.put("type_and_unit_labels", enabled.contains("type-and-unit-labels"));
    out.put("scrape", scrape);
    out.put("service_discovery_providers", discoveries());
    out.put("templating_functions", all(FeatureNames.TEMPLATE_FUNCTIONS, false));
    out.put("tsdb", storage(enabled));
    out.put("ui", all(List.of("ui_v2", "ui_v3"), false));
    return out;
  }

  private Map<String, Boolean> api() {
    Map<String, Boolean> out =
        all(
            List.of(
                "label_values_match",
                "openapi_3.1",
                "openapi_3.2",
                "query_stats",
                "query_warnings",
                "time_range_labels",
                "time_range_series"),
            true);
    out.putAll(
        all(
            List.of(
                "exclude_alerts",
                "otlp_write_receiver",
                "search",
                "search_fuzz_alg_jarowinkler",
                "search_fuzz_alg_subsequence"),
            false));
    out.put("admin", flag("web.enable-admin-api"));
    out.put("lifecycle", flag("web.enable-lifecycle"));
    out.put("remote_write_receiver", flag("web.enable-remote-write-receiver"));
    return out;
  }

  private Map<String, Boolean> server() {
    Map<String, Boolean> out = all(List.of("agent_mode"), false);
    out.put("auto_reload_config", flag("config.auto-reload"));
    out.put("server_mode", true);
    return out;
  }

  private static Map<String, Boolean> queries(Set<String> enabled) {
    Map<String, Boolean> out = all(FeatureNames.QUERIES, true);
    boolean ranges = enabled.contains("promql-extended-range-selectors");
    out.putAll(all(List.of("anchored", "smoothed"), ranges));
    boolean fill = enabled.contains("promql-binop-fill-modifiers");
    out.putAll(all(List.of("fill", "fill_left", "fill_right"), fill));
    out.put("delayed_name_removal", enabled.contains("promql-delayed-name-removal"));
    out.put("per_step_stats", enabled.contains("promql-per-step-stats"));
    out.put("type_and_unit_labels", enabled.contains("type-and-unit-labels"));
    return out;
  }

  private Map<String, Boolean> functions() {
    return parts.functions().functions().stream()
        .filter(function -> function.plugin() == null)
        .collect(
            Collectors.toMap(
                FunctionInfo::name, FunctionInfo::enabled, (one, other) -> one, TreeMap::new));
  }

  private Map<String, Boolean> discoveries() {
    Map<String, Boolean> out = all(FeatureNames.DISCOVERIES, false);
    out.put("static", true);
    for (PluginStatus plugin : plugins.plugins()) {
      if (plugin.kind().equals("discovery") && plugin.state() == PluginStatus.State.ACTIVE) {
        out.put(plugin.type(), true);
      }
    }
    return out;
  }

  private static Map<String, Boolean> storage(Set<String> enabled) {
    Map<String, Boolean> out =
        all(List.of("exemplar_storage", "isolation", "native_histograms"), true);
    out.putAll(
        all(
            List.of(
                "delayed_compaction", "histograms_st_encoding", "use_uncached_io", "xor2_encoding"),
            false));
    out.put("st_storage", enabled.contains("st-storage"));
    return out;
  }

  private static Map<String, Boolean> all(List<String> names, boolean is) {
    Map<String, Boolean> out = new TreeMap<>();
    names.forEach(name -> out.put(name, is));
    return out;
  }

  private Set<String> enabled() {
    String features = property.apply("narthex.enable-feature");
    return features == null ? Set.of() : new HashSet<>(List.of(features.split(",", -1)));
  }

  private boolean flag(String name) {
    return Boolean.parseBoolean(property.apply("narthex." + name));
  }
}
