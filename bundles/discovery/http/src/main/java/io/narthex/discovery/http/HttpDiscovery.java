// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import io.narthex.spi.discovery.TargetDiscovery;
import io.narthex.spi.discovery.TargetSink;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Pattern;

/** Asks a URL again and again; an answer that is not right keeps the targets as they are. */
final class HttpDiscovery implements TargetDiscovery {

  private static final int OK = 200;
  private static final Pattern CONTENT_TYPE =
      Pattern.compile(
          "application/json(;\\s*charset=(\"utf-8\"|utf-8))?", Pattern.CASE_INSENSITIVE);

  private final HttpSdConfig configuration;
  private final TargetGroupReader reader;

  HttpDiscovery(HttpSdConfig configuration) {
    this.configuration = configuration;
    this.reader = new TargetGroupReader(configuration.url().toString());
  }

  @Override
  public void run(TargetSink sink) throws InterruptedException {
    try (UrlClient client = new UrlClient(configuration)) {
      while (true) {
        long start = System.nanoTime();
        try {
          HttpResponse<byte[]> response = client.get();
          check(response);
          sink.replaceAll(reader.read(response.body()));
        } catch (IOException e) {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          sink.failed(client.name() + ": " + e.getMessage());
        }
        Thread.sleep(
            configuration.refreshInterval().minus(Duration.ofNanos(System.nanoTime() - start)));
      }
    }
  }

  private static void check(HttpResponse<byte[]> response) throws IOException {
    if (response.statusCode() != OK) {
      throw new IOException("server returned HTTP status " + response.statusCode());
    }
    String type = response.headers().firstValue("Content-Type").orElse("").strip();
    if (!CONTENT_TYPE.matcher(type).matches()) {
      throw new IOException(
          "unsupported content type \"" + type + "\"; it must be application/json");
    }
  }
}
