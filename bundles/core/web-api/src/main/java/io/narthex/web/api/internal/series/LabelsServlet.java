// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.series;

import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import jakarta.servlet.Servlet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Label names. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/labels")
public final class LabelsServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient ServerParts parts;

  /** An endpoint that asks the storage engine. */
  @Activate
  public LabelsServlet(@Reference ServerParts parts) {
    super(true);
    this.parts = parts;
  }

  @Override
  protected Answer answer(Parameters parameters) {
    SeriesQuery query = SeriesQuery.read(parts, parameters);
    return Answer.texts(
        parts
            .storage()
            .labelNames(query.matcherSets(), query.fromMs(), query.toMs(), query.storageLimit()),
        query.limit());
  }
}
