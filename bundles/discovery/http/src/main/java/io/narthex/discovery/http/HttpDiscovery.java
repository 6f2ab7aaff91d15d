// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import io.narthex.httpclient.BoundedBody;
import io.narthex.httpclient.HttpAnswer;
import io.narthex.httpclient.HttpCall;
import io.narthex.httpclient.HttpClient;
import io.narthex.httpclient.HttpClients;
import io.narthex.httpclient.HttpFailure;
import io.narthex.httpclient.HttpStatus;
import io.narthex.httpclient.Urls;
import io.narthex.spi.discovery.TargetDiscovery;
import io.narthex.spi.discovery.TargetSink;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/** Asks a URL again and again; an answer that is not right keeps the targets as they are. */
final class HttpDiscovery implements TargetDiscovery {

  /** An answer beyond it is a mistake, such as a URL that streams without end. */
  private static final int MAX_BODY = 64 << 20;

  private static final Pattern CONTENT_TYPE =
      Pattern.compile(
          "application/json(;\\s*charset=(\"utf-8\"|utf-8))?", Pattern.CASE_INSENSITIVE);

  private final HttpSdConfig configuration;
  private final HttpClients clients;
  private final HttpSdMetrics metrics;
  private final TargetGroupReader reader;
  private final HttpCall call;

  HttpDiscovery(HttpSdConfig configuration, HttpClients clients, HttpSdMetrics metrics) {
    this.configuration = configuration;
    this.clients = clients;
    this.metrics = metrics;
    this.reader = new TargetGroupReader(configuration.url().toString());
    this.call =
        HttpCall.get(
                configuration.url(),
                Map.of(
                    "Accept",
                    "application/json",
                    "User-Agent",
                    "Narthex",
                    "X-Prometheus-Refresh-Interval-Seconds",
                    BigDecimal.valueOf(configuration.refreshInterval().toMillis(), 3)
                        .stripTrailingZeros()
                        .toPlainString()))
            .by(clients.dialer("http"));
  }

  @Override
  public void run(TargetSink sink) throws InterruptedException {
    try (HttpClient client = clients.client(configuration.http())) {
      while (true) {
        long start = System.nanoTime();
        try {
          sink.replaceAll(reader.read(ask(client)));
        } catch (IOException | HttpFailure e) {
          metrics.failed();
          sink.failed(Urls.shown(configuration.url()) + ": " + e.getMessage());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        sink.refreshed(took);
        Thread.sleep(configuration.refreshInterval().minus(took));
      }
    }
  }

  private byte[] ask(HttpClient client) throws IOException, HttpFailure, InterruptedException {
    BoundedBody body = new BoundedBody(MAX_BODY);
    HttpAnswer answer = client.send(call, configuration.refreshInterval(), body);
    if (answer.status() != HttpStatus.OK) {
      throw new IOException("server returned HTTP status " + HttpStatus.text(answer.status()));
    }
    String type = answer.header("Content-Type").strip();
    if (!CONTENT_TYPE.matcher(type).matches()) {
      throw new IOException(
          "unsupported content type \"" + type + "\"; it must be application/json");
    }
    if (!answer.complete()) {
      throw new IOException(
          "the answer has more than " + MAX_BODY + " bytes; answer fewer targets");
    }
    return body.bytes();
  }
}
