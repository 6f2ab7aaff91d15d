// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.status;

import io.narthex.config.ConfigService;
import io.narthex.config.ReloadStatus;
import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import jakarta.servlet.Servlet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * The configuration in force with its defaults filled in, secrets hidden, and (our own members) how
 * the last reload went.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/status/config")
public final class ConfigServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient ServerParts parts;

  /** An endpoint that asks the parts of the server. */
  @Activate
  public ConfigServlet(@Reference ServerParts parts) {
    super(false);
    this.parts = parts;
  }

  @Override
  protected Answer answer(Parameters parameters) {
    ConfigService configuration = parts.configuration();
    String yaml = configuration.current().text();
    ReloadStatus status = configuration.status();
    return Answer.of(
        json -> {
          json.beginObject().name("yaml").value(yaml);
          json.name("reloadSuccessful").value(status.successful());
          json.member("reloadError", status.error()).endObject();
        });
  }
}
