// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.series;

import io.narthex.web.ApiException;
import io.narthex.web.ErrorType;
import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.GoNumbers;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import jakarta.servlet.Servlet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The values of one label: {@code /api/v1/label/<name>/values}. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/label/*")
public final class LabelValuesServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;
  private static final String END = "/values";

  private final transient ServerParts parts;

  /** An endpoint that asks the storage engine. */
  @Activate
  public LabelValuesServlet(@Reference ServerParts parts) {
    super(false);
    this.parts = parts;
  }

  @Override
  protected Answer answer(Parameters parameters) {
    String rest = parameters.rest();
    if (!rest.endsWith(END)) {
      throw new ApiException(
          ErrorType.NOT_FOUND, "there is no such endpoint; write /api/v1/label/<name>/values");
    }
    String name = EscapedName.unescape(rest.substring(0, rest.length() - END.length()));
    if (name.isEmpty()) {
      throw new ApiException(ErrorType.BAD_DATA, "invalid label name: " + GoNumbers.quote(name));
    }
    SeriesQuery query = SeriesQuery.read(parts, parameters);
    return Answer.texts(
        parts
            .storage()
            .labelValues(
                name, query.matcherSets(), query.fromMs(), query.toMs(), query.storageLimit()),
        query.limit());
  }
}
