// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.status;

import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import jakarta.servlet.Servlet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The command line flags with their values. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/status/flags")
public final class FlagsServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient Map<String, String> flags = new TreeMap<>();

  /** An endpoint that reads the flags from framework properties, where the launcher puts them. */
  @Activate
  public FlagsServlet(BundleContext context) {
    this(context::getProperty);
  }

  FlagsServlet(UnaryOperator<@Nullable String> property) {
    super(false);
    String names = property.apply("narthex.flags");
    for (String name : names == null ? new String[0] : names.split(",")) {
      String value = property.apply("narthex." + name);
      flags.put(name, value == null ? "" : value);
    }
  }

  @Override
  protected Answer answer(Parameters parameters) {
    return Answer.of(
        json -> {
          json.beginObject();
          for (Map.Entry<String, String> flag : flags.entrySet()) {
            json.name(flag.getKey()).value(flag.getValue());
          }
          json.endObject();
        });
  }
}
