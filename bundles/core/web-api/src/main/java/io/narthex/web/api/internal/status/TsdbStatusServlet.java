// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.status;

import io.narthex.spi.storage.StorageStatistics;
import io.narthex.web.ApiException;
import io.narthex.web.ErrorType;
import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.GoNumbers;
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

/** Figures about what is stored. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/status/tsdb")
public final class TsdbStatusServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient ServerParts parts;

  /** An endpoint that asks the parts of the server. */
  @Activate
  public TsdbStatusServlet(@Reference ServerParts parts) {
    super(false);
    this.parts = parts;
  }

  private static final int DEFAULT_LIMIT = 10;
  private static final int MAX_LIMIT = 10_000;

  @Override
  protected Answer answer(Parameters parameters) {
    StorageStatistics statistics = parts.storage().statistics(limit(parameters.text("limit")));
    return Answer.of(
        json -> {
          json.beginObject().name("headStats").beginObject();
          json.name("numSeries").value(statistics.series());
          json.name("numLabelPairs").value(statistics.labelPairs());
          json.name("chunkCount").value(statistics.chunks());
          json.name("minTime").value(statistics.minTimeMs());
          json.name("maxTime").value(statistics.maxTimeMs()).endObject();
          ranking(json.name("seriesCountByMetricName"), statistics.seriesByMetric());
          ranking(json.name("labelValueCountByLabelName"), statistics.valuesByLabel());
          ranking(json.name("memoryInBytesByLabelName"), statistics.bytesByLabel());
          ranking(json.name("seriesCountByLabelValuePair"), statistics.seriesByPair());
          json.name("diskBytes").value(statistics.diskBytes()).endObject();
        });
  }

  private static int limit(String text) {
    if (text.isEmpty()) {
      return DEFAULT_LIMIT;
    }
    int limit;
    try {
      limit = GoNumbers.atoi(text);
    } catch (IllegalArgumentException e) {
      limit = 0;
    }
    if (limit < 1) {
      throw new ApiException(ErrorType.BAD_DATA, "limit must be a positive number");
    }
    if (limit > MAX_LIMIT) {
      throw new ApiException(ErrorType.BAD_DATA, "limit must not exceed " + MAX_LIMIT);
    }
    return limit;
  }

  private static void ranking(JsonStream json, List<StorageStatistics.Ranked> ranking)
      throws IOException {
    json.beginArray();
    for (StorageStatistics.Ranked entry : ranking) {
      json.beginObject().name("name").value(entry.name());
      json.name("value").value(entry.value()).endObject();
    }
    json.endArray();
  }
}
