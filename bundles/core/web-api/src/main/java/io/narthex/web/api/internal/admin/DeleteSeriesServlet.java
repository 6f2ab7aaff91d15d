// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.admin;

import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import io.narthex.web.api.internal.series.SeriesQuery;
import jakarta.servlet.Servlet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Marks samples as deleted. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/admin/tsdb/delete_series")
public final class DeleteSeriesServlet extends AdminServlet {

  private static final long serialVersionUID = 1L;

  private final transient ServerParts parts;

  /** An endpoint that asks the storage engine. */
  @Activate
  public DeleteSeriesServlet(@Reference ServerParts parts, BundleContext context) {
    this(parts, context::getProperty);
  }

  DeleteSeriesServlet(ServerParts parts, UnaryOperator<@Nullable String> property) {
    super(property);
    this.parts = parts;
  }

  @Override
  protected @Nullable Answer change(Parameters parameters) {
    SeriesQuery query = SeriesQuery.readWithSelectors(parts, parameters);
    parts.storage().delete(query.matcherSets(), query.fromMs(), query.toMs());
    return null;
  }
}
