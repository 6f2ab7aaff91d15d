// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.ui.internal;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request to the servlet, mapped as Felix maps it to a default servlet, and the response that it
 * gave. Methods of the servlet API that the servlet does not need are not answered.
 */
final class FakeExchange {

  private final String method;
  private final String path;
  private final Map<String, String> requestHeaders;

  int status = 200;
  final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  final ByteArrayOutputStream body = new ByteArrayOutputStream();

  FakeExchange(String method, String path, Map<String, String> requestHeaders) {
    this.method = method;
    this.path = path;
    this.requestHeaders = requestHeaders;
  }

  HttpServletRequest request() {
    return proxy(
        HttpServletRequest.class,
        (name, arguments) ->
            switch (name) {
              case "getMethod" -> method;
              case "getContextPath" -> "/prefix";
              case "getRequestURI" -> "/prefix" + path;
              case "getServletPath" -> path.equals("/") ? "" : path;
              case "getPathInfo" -> null;
              case "getQueryString" -> "g0.expr=up";
              case "getHeader" -> requestHeaders.get(String.valueOf(arguments[0]));
              default -> throw new UnsupportedOperationException(name);
            });
  }

  HttpServletResponse response() {
    return proxy(
        HttpServletResponse.class,
        (name, arguments) -> {
          switch (name) {
            case "setStatus" -> status = (int) arguments[0];
            case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
            case "setContentType" -> headers.put("Content-Type", (String) arguments[0]);
            case "setContentLength" -> headers.put("Content-Length", arguments[0].toString());
            case "sendRedirect" -> {
              status = 302;
              headers.put("Location", (String) arguments[0]);
            }
            case "containsHeader" -> {
              return headers.containsKey((String) arguments[0]);
            }
            case "getOutputStream" -> {
              return new Body(body);
            }
            default -> throw new UnsupportedOperationException(name);
          }
          return null;
        });
  }

  private interface Answer {
    @Nullable Object to(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answer.to(method.getName(), arguments)));
  }

  private static final class Body extends ServletOutputStream {

    private final ByteArrayOutputStream bytes;

    Body(ByteArrayOutputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public void write(int value) {
      bytes.write(value);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new UnsupportedOperationException();
    }
  }
}
