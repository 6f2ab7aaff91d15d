// SPDX-License-Identifier: Apache-2.0
package io.narthex.launcher;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.slf4j.event.KeyValuePair;

/**
 * Writes log events as Prometheus does: {@code time=... level=INFO component=scrape msg="..."
 * key=value}. A stack trace follows on lines of its own only at level debug of its logger, else the
 * exception's message.
 */
final class LogfmtEncoder extends EncoderBase<ILoggingEvent> {

  private static final byte[] NOTHING = {};

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    line.append("time=")
        .append(Instant.ofEpochMilli(event.getTimeStamp()).truncatedTo(ChronoUnit.MILLIS))
        .append(" level=")
        .append(event.getLevel())
        .append(" component=")
        .append(component(event.getLoggerName()))
        .append(" msg=");
    value(line, event.getFormattedMessage());
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        line.append(' ').append(pair.key).append('=');
        value(line, String.valueOf(pair.value));
      }
    }
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      line.append(" err=");
      value(line, thrown.getClassName() + ": " + thrown.getMessage());
      line.append('\n').append(ThrowableProxyUtil.asString(thrown).stripTrailing());
    }
    return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * {@code io.narthex.scrape.internal.Pool} is logged as {@code scrape}, anything foreign by its
   * class.
   */
  private static String component(String logger) {
    String own = "io.narthex.";
    if (!logger.startsWith(own)) {
      return logger.substring(logger.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
    int end = logger.lastIndexOf('.');
    return end <= own.length()
        ? logger.substring(own.length())
        : logger.substring(own.length(), end).replace(".internal", "");
  }

  private static void value(StringBuilder line, String text) {
    boolean plain = !text.isEmpty();
    for (int i = 0; plain && i < text.length(); i++) {
      char c = text.charAt(i);
      plain = c > ' ' && c != '"' && c != '=' && c != '\\';
    }
    if (plain) {
      line.append(text);
      return;
    }
    line.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> line.append("\\\"");
        case '\\' -> line.append("\\\\");
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> line.append(c);
      }
    }
    line.append('"');
  }
}
