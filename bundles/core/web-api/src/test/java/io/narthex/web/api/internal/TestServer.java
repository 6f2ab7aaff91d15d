// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal;

import io.narthex.web.ApiException;
import io.narthex.web.ErrorBody;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Servlets in the Jetty that the product uses, asked over real HTTP. */
public final class TestServer implements AutoCloseable {

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final HttpClient client = HttpClient.newHttpClient();

  /** Starts with servlets by their patterns. */
  public TestServer(Map<String, Servlet> servlets) throws Exception {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    servlets.forEach((path, servlet) -> context.addServlet(new ServletHolder(servlet), path));
    Filter errors =
        (request, response, chain) -> {
          try {
            chain.doFilter(request, response);
          } catch (ApiException e) {
            ErrorBody.write((HttpServletResponse) response, e.type(), e.getMessage());
          }
        };
    context.addFilter(new FilterHolder(errors), "/*", EnumSet.of(DispatcherType.REQUEST));
    server.setHandler(context);
    server.start();
  }

  /** Returns the body of a GET. */
  public String get(String path) {
    return send("GET", path, "").body();
  }

  /** Returns the body of a GET with headers, as it came. */
  public byte[] get(String path, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + path));
    headers.forEach(request::header);
    return client.send(request.build(), BodyHandlers.ofByteArray()).body();
  }

  /** Returns the status of a GET. */
  public int status(String path) {
    return send("GET", path, "").statusCode();
  }

  /** Returns the body of a GET, line by line as it comes. */
  public BufferedReader open(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + path))
            .build();
    return new BufferedReader(
        new InputStreamReader(
            client.send(request, BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8));
  }

  /** Sends a form. */
  public HttpResponse<String> send(String method, String path, String form) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .method(method, HttpRequest.BodyPublishers.ofString(form))
            .build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Escapes a text for a query string. */
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }
}
