// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.narthex.plugins.PluginInventory;
import io.narthex.plugins.PluginStatus;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serial;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code GET /api/v1/plugins}: the inventory, in the envelope of Prometheus' API. Each entry has
 * {@code name, kind, type, version, bundle, state, reason, since, failures}; {@code state} is in
 * lower case, {@code since} by RFC 3339.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/plugins")
public final class PluginsServlet extends HttpServlet {

  @Serial private static final long serialVersionUID = 1L;

  private final transient JsonFactory json = new JsonFactory();
  private final transient PluginInventory inventory;

  /** Serves an inventory. */
  @Activate
  public PluginsServlet(@Reference PluginInventory inventory) {
    this.inventory = inventory;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/json");
    write(inventory.plugins(), response.getOutputStream());
  }

  /** Writes the answer. */
  void write(List<PluginStatus> plugins, OutputStream to) throws IOException {
    try (JsonGenerator out = json.createGenerator(to)) {
      out.writeStartObject();
      out.writeStringField("status", "success");
      out.writeArrayFieldStart("data");
      for (PluginStatus plugin : plugins) {
        out.writeStartObject();
        out.writeStringField("name", plugin.name());
        out.writeStringField("kind", plugin.kind());
        out.writeStringField("type", plugin.type());
        out.writeStringField("version", plugin.version());
        out.writeStringField("bundle", plugin.bundle());
        out.writeStringField("state", plugin.state().name().toLowerCase(Locale.ROOT));
        out.writeStringField("reason", plugin.reason());
        out.writeStringField("since", plugin.since().toString());
        out.writeNumberField("failures", plugin.failures());
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    }
  }
}
