// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.status;

import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import jakarta.servlet.Servlet;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Progress of the write-ahead log's replay. An engine is only there once it has replayed, so there
 * is never any left to do.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/status/walreplay")
public final class WalReplayServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  /** An endpoint that asks nobody. */
  public WalReplayServlet() {
    super(false);
  }

  @Override
  protected Answer answer(Parameters parameters) {
    return Answer.of(
        json ->
            json.beginObject()
                .name("min")
                .value(0)
                .name("max")
                .value(0)
                .name("current")
                .value(0)
                .endObject());
  }
}
