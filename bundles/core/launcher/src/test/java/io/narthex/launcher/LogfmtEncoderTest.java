// SPDX-License-Identifier: Apache-2.0
package io.narthex.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogfmtEncoderTest {

  @Test
  void writes_one_line_with_quotes_only_where_they_are_needed() {
    LoggingEvent event = event("io.narthex.scrape.internal.Pool", "Scrape \"a\" failed\nagain");
    event.setKeyValuePairs(
        List.of(new KeyValuePair("job", "node"), new KeyValuePair("reason", "timed out")));

    assertThat(encode(event))
        .isEqualTo(
            "time=2026-01-02T03:04:05.678Z level=WARN component=scrape"
                + " msg=\"Scrape \\\"a\\\" failed\\nagain\" job=node reason=\"timed out\"\n");
  }

  @Test
  void names_foreign_loggers_by_their_class() {
    assertThat(encode(event("org.eclipse.jetty.server.Server", "up"))).contains("component=server");
  }

  private static LoggingEvent event(String logger, String message) {
    LoggingEvent event = new LoggingEvent();
    event.setLoggerContext(new LoggerContext());
    event.setLoggerName(logger);
    event.setLevel(Level.WARN);
    event.setMessage(message);
    event.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
    return event;
  }

  private static String encode(LoggingEvent event) {
    return new String(new LogfmtEncoder().encode(event), StandardCharsets.UTF_8);
  }
}
