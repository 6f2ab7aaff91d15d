// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal;

import io.narthex.web.ApiException;
import io.narthex.web.ErrorType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, from its query string and its form. Faults are told in upstream's
 * words, as {@link ApiException}s.
 */
public final class Parameters {

  private final HttpServletRequest request;
  private final Map<String, String[]> values;

  /** Reads the parameters of a request. */
  public Parameters(HttpServletRequest request) {
    this.request = request;
    try {
      this.values = request.getParameterMap();
    } catch (RuntimeException e) {
      // The container refuses forms that are too large or badly escaped by a class of its own.
      throw new ApiException(ErrorType.BAD_DATA, "error parsing form values: " + e.getMessage(), e);
    }
  }

  /** Returns the request itself. */
  public HttpServletRequest request() {
    return request;
  }

  /** Returns the path behind the endpoint's pattern, without the slash at its beginning. */
  public String rest() {
    String path = request.getPathInfo();
    return path == null ? "" : path.substring(1);
  }

  /** Returns the first value, or the empty text. */
  public String text(String name) {
    String[] all = values.get(name);
    return all == null || all.length == 0 ? "" : all[0];
  }

  /** Returns all values. */
  public List<String> texts(String name) {
    String[] all = values.get(name);
    return all == null ? List.of() : List.of(all);
  }

  /** Returns a time in milliseconds that must be given. */
  public long time(String name) {
    try {
      return Times.parse(text(name));
    } catch (IllegalArgumentException e) {
      throw invalid(name, e);
    }
  }

  /** Returns a time in milliseconds, or another when none is given. */
  public long time(String name, long otherwise) {
    String text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      return Times.parse(text);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalidParameter(
          name, "invalid time value for '" + name + "': " + e.getMessage());
    }
  }

  /** Returns a duration that must be given. */
  public Duration duration(String name) {
    try {
      return Times.parseDuration(text(name));
    } catch (IllegalArgumentException e) {
      throw invalid(name, e);
    }
  }

  /** Returns a duration, or null when none is given. */
  public @Nullable Duration optionalDuration(String name) {
    return text(name).isEmpty() ? null : duration(name);
  }

  /** Returns the parameter {@code limit}; 0 when none is given, which means all. */
  public int limit() {
    String text = text("limit");
    if (text.isEmpty()) {
      return 0;
    }
    int limit;
    try {
      limit = GoNumbers.atoi(text);
    } catch (IllegalArgumentException e) {
      throw invalid("limit", e);
    }
    if (limit < 0) {
      throw ApiException.invalidParameter("limit", "limit must be non-negative");
    }
    return limit;
  }

  /**
   * Returns a whole number, or another when none is given.
   *
   * @throws ApiException {@code <name> must be a number}
   */
  public int number(String name, int otherwise) {
    String text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      return GoNumbers.atoi(text);
    } catch (IllegalArgumentException e) {
      throw new ApiException(ErrorType.BAD_DATA, name + " must be a number", e);
    }
  }

  private static ApiException invalid(String name, IllegalArgumentException e) {
    return ApiException.invalidParameter(name, String.valueOf(e.getMessage()));
  }
}
