// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.query;

import io.narthex.promql.ExplainedOperator;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryOptions;
import io.narthex.promql.QueryOrigin;
import io.narthex.promql.QueryResult;
import io.narthex.promql.QueryValue;
import io.narthex.web.ApiException;
import io.narthex.web.ClientWatch;
import io.narthex.web.ErrorType;
import io.narthex.web.OwnRequests;
import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.GoNumbers;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import io.narthex.web.api.internal.Times;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What instant and range queries have in common.
 *
 * @param expression the text
 * @param limit how many series are shown; 0 for all
 * @param stats the parameter {@code stats}; empty for no statistics
 * @param options what the engine is told
 */
record QueryRequest(String expression, int limit, String stats, QueryOptions options) {

  private static final String ALL = "all";

  /** Evaluates a query. */
  @FunctionalInterface
  interface Evaluation {
    QueryResult run() throws QueryException;
  }

  static QueryRequest read(Parameters parameters) {
    String stats = parameters.text("stats");
    return new QueryRequest(
        parameters.text("query"),
        parameters.limit(),
        stats,
        new QueryOptions(
            parameters.optionalDuration("timeout"),
            lookback(parameters),
            stats.equals(ALL),
            explain(parameters.text("explain")),
            origin(parameters.request())));
  }

  private static boolean explain(String text) {
    return switch (text) {
      case "", "false" -> false;
      case "true" -> true;
      default -> throw ApiException.invalidParameter("explain", "must be true or false");
    };
  }

  private static QueryOrigin origin(HttpServletRequest request) {
    if (OwnRequests.isOwn(request)) {
      return new QueryOrigin.WarmUp();
    }
    return new QueryOrigin.Http(
        request.getRemoteAddr(), request.getMethod(), request.getRequestURI());
  }

  private static @Nullable Duration lookback(Parameters parameters) {
    String text = parameters.text("lookback_delta");
    if (text.isEmpty()) {
      return null;
    }
    try {
      // As upstream has it, what is no length of time stands for the default.
      Duration lookback = Times.parseDuration(text);
      return lookback.isPositive() ? lookback : null;
    } catch (IllegalArgumentException e) {
      throw new ApiException(
          ErrorType.BAD_DATA, "error parsing lookback delta duration: " + e.getMessage(), e);
    }
  }

  /** Evaluates, as long as the client is there, and wraps the answer. */
  Answer answer(ServerParts parts, HttpServletRequest request, Evaluation evaluation) {
    QueryResult result;
    try (ClientWatch.Watching _ = parts.watch(request)) {
      result = evaluation.run();
    } catch (QueryException e) {
      throw failure(e);
    }
    List<String> warnings = new ArrayList<>(result.warnings());
    QueryValue shown = cut(result.value());
    if (shown != result.value()) {
      warnings.add(Answer.TRUNCATED);
    }
    if (!stats.isEmpty() && !stats.equals("true") && !stats.equals(ALL)) {
      warnings.add(
          "value "
              + GoNumbers.quote(stats)
              + " for parameter \"stats\" is deprecated and will be rejected in the next major"
              + " release, use \"true\" or \"all\"");
    }
    return new Answer(
        json -> {
          json.beginObject();
          ValueJson.write(json, shown);
          if (!stats.isEmpty()) {
            StatisticsJson.write(json.name("stats"), result.statistics(), result.value());
          }
          ExplainedOperator explanation = result.explanation();
          if (explanation != null) {
            ExplanationJson.write(json.name("explain"), explanation);
          }
          json.endObject();
        },
        warnings,
        result.infos());
  }

  private QueryValue cut(QueryValue value) {
    return switch (value) {
      case QueryValue.InstantVector(long time, List<QueryValue.Sample> samples)
          when tooMany(samples) ->
          new QueryValue.InstantVector(time, samples.subList(0, limit));
      case QueryValue.RawMatrix(List<QueryValue.RawSeries> series) when tooMany(series) ->
          new QueryValue.RawMatrix(series.subList(0, limit));
      case QueryValue.StepMatrix(
              long start,
              long step,
              int steps,
              List<QueryValue.StepSeries> series)
          when tooMany(series) ->
          new QueryValue.StepMatrix(start, step, steps, series.subList(0, limit));
      case QueryValue.InstantVector _,
          QueryValue.RawMatrix _,
          QueryValue.StepMatrix _,
          QueryValue.Scalar _,
          QueryValue.Text _ ->
          value;
    };
  }

  private boolean tooMany(List<?> series) {
    return limit > 0 && series.size() > limit;
  }

  private static ApiException failure(QueryException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e.kind()) {
      case BAD_DATA -> ApiException.invalidParameter("query", message);
      case EXECUTION -> new ApiException(ErrorType.EXECUTION, message, e);
      case CANCELED -> new ApiException(ErrorType.CANCELED, message, e);
      case TIMEOUT -> new ApiException(ErrorType.TIMEOUT, message, e);
      case INTERNAL -> new ApiException(ErrorType.INTERNAL, message, e);
    };
  }
}
