// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.query;

import io.narthex.promql.QueryException;
import io.narthex.web.ApiException;
import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import io.narthex.web.json.JsonStream;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The syntax tree of an expression. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/parse_query")
public final class ParseQueryServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient ServerParts parts;

  /** An endpoint that asks the reader of expressions. */
  @Activate
  public ParseQueryServlet(@Reference ServerParts parts) {
    super(true);
    this.parts = parts;
  }

  @Override
  protected Answer answer(Parameters parameters) {
    Map<String, @Nullable Object> tree;
    try {
      tree = parts.text().tree(parameters.text("query"));
    } catch (QueryException e) {
      throw ApiException.invalidParameter("query", String.valueOf(e.getMessage()));
    }
    return Answer.of(json -> write(json, tree));
  }

  private static void write(JsonStream json, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.nullValue();
      case Map<?, ?> map -> {
        json.beginObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          write(json.name(String.valueOf(entry.getKey())), entry.getValue());
        }
        json.endObject();
      }
      case Iterable<?> list -> {
        json.beginArray();
        for (Object element : list) {
          write(json, element);
        }
        json.endArray();
      }
      case Boolean b -> json.value(b);
      case Long number -> json.value(number);
      case Double number -> json.number(number);
      default -> json.value(value.toString());
    }
  }
}
