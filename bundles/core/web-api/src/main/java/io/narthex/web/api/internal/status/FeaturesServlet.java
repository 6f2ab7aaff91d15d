// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.status;

import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import jakarta.servlet.Servlet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Which of upstream's features of the API are there, as clients ask before they use them. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/features")
public final class FeaturesServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient Map<String, Map<String, Boolean>> categories = new TreeMap<>();

  /** An endpoint that reads flags from framework properties. */
  @Activate
  public FeaturesServlet(BundleContext context) {
    this(context::getProperty);
  }

  FeaturesServlet(UnaryOperator<@Nullable String> property) {
    super(false);
    for (String always :
        List.of(
            "label_values_match",
            "query_stats",
            "query_warnings",
            "time_range_labels",
            "time_range_series")) {
      put("api", always, true);
    }
    for (String never : List.of("exclude_alerts", "otlp_write_receiver", "search")) {
      put("api", never, false);
    }
    put("api", "admin", flag(property, "web.enable-admin-api"));
    put("api", "lifecycle", flag(property, "web.enable-lifecycle"));
    put("api", "remote_write_receiver", flag(property, "web.enable-remote-write-receiver"));
    put("prometheus", "agent_mode", false);
    put("prometheus", "auto_reload_config", flag(property, "config.auto-reload"));
    put("prometheus", "server_mode", true);
    String features = property.apply("narthex.enable-feature");
    List<String> enabled = features == null ? List.of() : List.of(features.split(",", -1));
    put("scrape", "extra_scrape_metrics", true);
    put(
        "scrape",
        "start_timestamp_zero_ingestion",
        enabled.contains("created-timestamp-zero-ingestion"));
    put("scrape", "type_and_unit_labels", enabled.contains("type-and-unit-labels"));
  }

  private void put(String category, String feature, boolean is) {
    categories.computeIfAbsent(category, name -> new TreeMap<>()).put(feature, is);
  }

  private static boolean flag(UnaryOperator<@Nullable String> property, String name) {
    return Boolean.parseBoolean(property.apply("narthex." + name));
  }

  @Override
  protected Answer answer(Parameters parameters) {
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
}
