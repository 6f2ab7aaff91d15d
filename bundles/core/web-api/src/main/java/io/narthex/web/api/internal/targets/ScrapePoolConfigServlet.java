// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.targets;

import io.narthex.web.ApiException;
import io.narthex.web.ErrorType;
import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import jakarta.servlet.Servlet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** One job's configuration with its defaults filled in and secrets hidden. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/scrape_pools/config")
public final class ScrapePoolConfigServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient ServerParts parts;

  /** An endpoint that asks the parts of the server. */
  @Activate
  public ScrapePoolConfigServlet(@Reference ServerParts parts) {
    super(false);
    this.parts = parts;
  }

  @Override
  protected Answer answer(Parameters parameters) {
    String pool = parameters.text("scrapePool");
    if (pool.isEmpty()) {
      throw new ApiException(ErrorType.BAD_DATA, "no scrapePool parameter provided");
    }
    String yaml =
        parts
            .configuration()
            .current()
            .text(pool)
            .orElseThrow(
                () ->
                    new ApiException(
                        ErrorType.BAD_DATA, "there is no scrape pool \"" + pool + "\""));
    return Answer.of(json -> json.beginObject().name("yaml").value(yaml).endObject());
  }
}
