// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server asks itself, past a rate limit and users of whom there is none it could name. */
class OwnRequestsTest {

  private static final String WEB_SERVER = "(objectClass=io.narthex.web.WebServer)";
  private static final String ATTRIBUTE = "io.narthex.web.own";

  private static final String CONFIG =
      "rate_limit: {burst: 1, interval: 1h}\n"
          + "basic_auth_users: {alice: "
          + "\"$2y$04$TBVAhXXYCT8LI6MPXGoU5O1ErOsQwci93sZIJTVHr3R0vgPdE4GDC\"}\n";

  @TempDir Path cache;
  @TempDir Path folder;

  @Test
  void needNoUserAndAreNotCounted() throws Exception {
    Path config = Files.writeString(folder.resolve("web.yml"), CONFIG);
    try (Container container =
        new Container(
            cache,
            Map.of(
                "narthex.web.listen-address",
                "127.0.0.1:0",
                "narthex.web.route-prefix",
                "/prom",
                "narthex.web.config.file",
                config.toString()))) {
      Object own = container.await("(objectClass=io.narthex.web.OwnRequests)");
      Echo echo = new Echo();
      Hashtable<String, Object> pattern = new Hashtable<>();
      pattern.put("osgi.http.whiteboard.servlet.pattern", "/echo");
      container.context().registerService(Servlet.class, echo, pattern);
      container.await(WEB_SERVER);
      int port = (Integer) container.property(WEB_SERVER, "port");

      Object session = method(own, "OwnRequests", "open").invoke(own);
      Method get = method(session, "OwnRequests$Session", "get", String.class);
      for (int i = 0; i < 3; i++) {
        get.invoke(session, "/echo?n=" + i);
      }
      // Past its end: the answer of an endpoint that is missing is nobody's business, too.
      get.invoke(session, "/nothing");
      assertThat(echo.asked).containsExactly("n=0 own", "n=1 own", "n=2 own");

      HttpRequest foreign =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/prom/echo"))
              .header(ATTRIBUTE, "true")
              .build();
      try (HttpClient client = HttpClient.newHttpClient()) {
        assertThat(client.send(foreign, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
      }
      assertThat(echo.asked).hasSize(3);
      Object metrics = container.await("(objectClass=io.narthex.web.internal.HttpMetrics)");
      assertThat(metrics.getClass().getMethod("collect").invoke(metrics).toString())
          .doesNotContain("/echo");

      method(session, "OwnRequests$Session", "close").invoke(session);
      assertThat(threads()).isEmpty();
    }
  }

  private static List<String> threads() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("own-requests-")) {
        thread.join(10_000);
      }
    }
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("own-requests-"))
        .toList();
  }

  /** The classes of the bundles are none of the test's. */
  private static Method method(Object of, String type, String name, Class<?>... parameters)
      throws ReflectiveOperationException {
    return of.getClass()
        .getClassLoader()
        .loadClass("io.narthex.web." + type)
        .getMethod(name, parameters);
  }

  private static final class Echo extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient List<String> asked = new CopyOnWriteArrayList<>();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      boolean own = request.getAttribute(ATTRIBUTE) != null;
      asked.add(request.getQueryString() + (own ? " own" : ""));
      response.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
    }
  }
}
