// SPDX-License-Identifier: Apache-2.0
package io.narthex.sample.notifier;

import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.notifier.Alert;
import io.narthex.spi.notifier.DeliveryResult;
import io.narthex.spi.notifier.Notification;
import io.narthex.spi.notifier.Notifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/**
 * Appends a line for each notification:
 *
 * <pre>
 * {"receiver":"..","group":"..","status":"firing","text":"..","alerts":[{"status":"firing",
 *  "labels":{"alertname":".."},"annotations":{}}],"truncated":0}
 * </pre>
 */
final class FileNotifier implements Notifier {

  private final FileConfig config;

  FileNotifier(FileConfig config) {
    this.config = config;
  }

  /** Calls come for several groups at once; a line must not be cut by another. */
  @Override
  public synchronized DeliveryResult send(Notification notification) {
    String line = json(notification) + "\n";
    try {
      Files.writeString(config.file(), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return new DeliveryResult.Sent();
    } catch (IOException e) {
      // A full disk or a missing folder may be put right: the host tries again.
      return new DeliveryResult.RetryLater(config.file() + " cannot be written: " + e);
    }
  }

  private String json(Notification notification) {
    StringBuilder out = new StringBuilder();
    out.append("{\"receiver\":").append(quoted(notification.receiver()));
    out.append(",\"group\":").append(quoted(notification.groupKey()));
    out.append(",\"status\":").append(status(notification.resolved()));
    out.append(",\"text\":").append(quoted(notification.render(config.text())));
    out.append(",\"alerts\":[");
    String separator = "";
    for (Alert alert : notification.alerts()) {
      out.append(separator).append("{\"status\":").append(status(alert.resolved()));
      out.append(",\"labels\":").append(object(alert.labels()));
      out.append(",\"annotations\":").append(object(alert.annotations())).append('}');
      separator = ",";
    }
    return out.append("],\"truncated\":")
        .append(notification.truncatedAlerts())
        .append('}')
        .toString();
  }

  private static String status(boolean resolved) {
    return resolved ? "\"resolved\"" : "\"firing\"";
  }

  private static String object(Labels labels) {
    StringBuilder out = new StringBuilder("{");
    String separator = "";
    for (Label label : labels) {
      out.append(separator).append(quoted(label.name())).append(':').append(quoted(label.value()));
      separator = ",";
    }
    return out.append('}').toString();
  }

  /** A text as JSON writes it (RFC 8259, section 7). */
  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> {
          if (c < ' ') {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
