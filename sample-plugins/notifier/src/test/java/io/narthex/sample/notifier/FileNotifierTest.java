// SPDX-License-Identifier: Apache-2.0
package io.narthex.sample.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.narthex.spi.config.TemplateText;
import io.narthex.spi.model.Labels;
import io.narthex.spi.notifier.Alert;
import io.narthex.spi.notifier.DeliveryResult;
import io.narthex.spi.notifier.Notification;
import io.narthex.spi.notifier.Notifier;
import io.narthex.spi.notifier.NotifierFactory;
import io.narthex.testkit.NotifierContract;
import io.narthex.testkit.TestNotification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileNotifierTest extends NotifierContract<FileConfig> {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path receiver;

  private Path file() {
    return receiver.resolve("outbox/notifications.json");
  }

  @Override
  protected NotifierFactory<FileConfig> factory() {
    return new FileNotifierFactory();
  }

  @Override
  protected FileConfig configuration() {
    try {
      Files.createDirectories(file().getParent());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return new FileConfig(file(), new TemplateText("a text"));
  }

  @Override
  protected void assertReceived(Notification notification) throws IOException {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode line : lines()) {
      if (line.get("group").textValue().equals(notification.groupKey())) {
        found.add(line);
      }
    }
    assertThat(found).hasSize(1);
    JsonNode line = found.getFirst();
    assertThat(line.get("receiver").textValue()).isEqualTo(notification.receiver());
    assertThat(line.get("status").textValue())
        .isEqualTo(notification.resolved() ? "resolved" : "firing");
    assertThat(line.get("text").textValue()).isEqualTo("a text");
    assertThat(line.get("truncated").intValue()).isEqualTo(notification.truncatedAlerts());
    assertThat(line.get("alerts")).hasSameSizeAs(notification.alerts());
    for (int i = 0; i < notification.alerts().size(); i++) {
      Alert expected = notification.alerts().get(i);
      JsonNode alert = line.get("alerts").get(i);
      assertThat(alert.get("status").textValue())
          .isEqualTo(expected.resolved() ? "resolved" : "firing");
      assertThat(JSON.convertValue(alert.get("labels"), Map.class))
          .isEqualTo(expected.labels().toMap());
      assertThat(JSON.convertValue(alert.get("annotations"), Map.class))
          .isEqualTo(expected.annotations().toMap());
    }
  }

  @Override
  protected void breakReceiver() throws IOException {
    Files.delete(file().getParent());
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file())) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  @Test
  void theTextIsRendered() throws Exception {
    Notification notification =
        TestNotification.builder()
            .firing(Labels.of("alertname", "Down"), Labels.of("summary", "it is down"))
            .rendering(source -> "rendered: " + source)
            .build();
    try (Notifier notifier = new FileNotifier(configuration())) {
      assertThat(notifier.send(notification)).isInstanceOf(DeliveryResult.Sent.class);
    }
    assertThat(lines().getFirst().get("text").textValue()).isEqualTo("rendered: a text");
  }

  @Test
  void thereIsADefaultText() {
    assertThat(new FileConfig(file(), null).text().source()).contains("summary");
  }
}
