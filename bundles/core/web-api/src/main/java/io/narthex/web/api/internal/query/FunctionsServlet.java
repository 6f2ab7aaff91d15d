// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.query;

import io.narthex.promql.FunctionInfo;
import io.narthex.web.ApiException;
import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import io.narthex.web.json.JsonStream;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code GET /api/v1/functions}: the functions that queries can call, those of the standard and
 * those of plug-ins. Not an endpoint of upstream. {@code plugin=true} lists those of plug-ins only,
 * {@code plugin=false} those of the standard only.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/functions")
public final class FunctionsServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient ServerParts parts;

  /** An endpoint that asks the query engine. */
  @Activate
  public FunctionsServlet(@Reference ServerParts parts) {
    super(false);
    this.parts = parts;
  }

  @Override
  protected Answer answer(Parameters parameters) {
    String plugin = parameters.text("plugin");
    if (!plugin.isEmpty() && !plugin.equals("true") && !plugin.equals("false")) {
      throw ApiException.invalidParameter("plugin", "must be true or false");
    }
    List<FunctionInfo> functions =
        parts.functions().functions().stream()
            .filter(f -> plugin.isEmpty() || plugin.equals(String.valueOf(f.plugin() != null)))
            .toList();
    return Answer.of(
        json -> {
          json.beginArray();
          for (FunctionInfo function : functions) {
            write(json, function);
          }
          json.endArray();
        });
  }

  private static void write(JsonStream json, FunctionInfo function) throws IOException {
    json.beginObject().name("name").value(function.name());
    json.name("signature").value(function.signature());
    json.name("arguments").beginArray();
    for (String type : function.arguments()) {
      json.value(type);
    }
    json.endArray();
    json.name("variadic").value(function.variadic());
    json.name("result").value(function.result());
    json.name("description").value(function.description());
    json.name("experimental").value(function.experimental());
    json.name("enabled").value(function.enabled());
    json.name("standard").value(function.plugin() == null);
    String plugin = function.plugin();
    if (plugin != null) {
      json.name("plugin").value(plugin);
      json.member("pluginVersion", function.pluginVersion());
      json.name("note")
          .value("outside the standard: works only where the plug-in " + plugin + " is installed");
    }
    json.endObject();
  }
}
