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

  private final transient Map<String, Boolean> api = new TreeMap<>();

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
      api.put(always, true);
    }
    for (String never : List.of("exclude_alerts", "otlp_write_receiver", "search")) {
      api.put(never, false);
    }
    api.put("admin", flag(property, "enable-admin-api"));
    api.put("lifecycle", flag(property, "enable-lifecycle"));
    api.put("remote_write_receiver", flag(property, "enable-remote-write-receiver"));
  }

  private static boolean flag(UnaryOperator<@Nullable String> property, String name) {
    return Boolean.parseBoolean(property.apply("narthex.web." + name));
  }

  @Override
  protected Answer answer(Parameters parameters) {
    return Answer.of(
        json -> {
          json.beginObject().name("api").beginObject();
          for (Map.Entry<String, Boolean> feature : api.entrySet()) {
            json.name(feature.getKey()).value(feature.getValue());
          }
          json.endObject().endObject();
        });
  }
}
