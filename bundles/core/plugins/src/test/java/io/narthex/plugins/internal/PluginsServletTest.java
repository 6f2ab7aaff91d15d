// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.plugins.PluginInventory;
import io.narthex.plugins.PluginStatus;
import io.narthex.plugins.PluginStatus.State;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginsServletTest {

  private record Fixed(List<PluginStatus> plugins) implements PluginInventory {
    @Override
    public boolean loaded() {
      return true;
    }

    @Override
    public void whenLoaded(Runnable action) {
      action.run();
    }
  }

  @Test
  void writesTheInventory() throws Exception {
    PluginInventory inventory =
        new Fixed(
            List.of(
                new PluginStatus(
                    "node.jar",
                    "exporter",
                    "node",
                    "1.0.0",
                    "acme.node",
                    State.QUARANTINED,
                    "it \"hung\"",
                    Instant.parse("2026-11-22T10:00:00.5Z"),
                    7)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new PluginsServlet(inventory).write(inventory.plugins(), out);
    assertThat(out.toString(java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":[{\"name\":\"node.jar\",\"kind\":\"exporter\","
                + "\"type\":\"node\",\"version\":\"1.0.0\",\"bundle\":\"acme.node\","
                + "\"state\":\"quarantined\",\"reason\":\"it \\\"hung\\\"\","
                + "\"since\":\"2026-11-22T10:00:00.500Z\",\"failures\":7}]}");
  }
}
