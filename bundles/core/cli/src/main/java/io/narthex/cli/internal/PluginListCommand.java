// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the plug-ins of a running server. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "List the plug-ins of a running server.")
public final class PluginListCommand implements Callable<Integer> {

  private static final List<String> COLUMNS =
      List.of("name", "kind", "type", "version", "state", "failures", "reason");

  private final PrintStream out;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://localhost:9090",
      description = "Where the server is. Default: ${DEFAULT-VALUE}")
  private String url = "";

  /** Prints to a stream. */
  public PluginListCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(COLUMNS.stream().map(String::toUpperCase).toList());
    for (JsonNode plugin :
        new ServerClient(url, Map.of()).get("/api/v1/plugins", List.of()).path("data")) {
      rows.add(COLUMNS.stream().map(column -> shown(plugin.path(column).asText())).toList());
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < COLUMNS.size(); i++) {
        int column = i;
        int width = rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
        line.append(row.get(i)).repeat(" ", width - row.get(i).length() + 2);
      }
      out.println(line.toString().stripTrailing());
    }
    return 0;
  }

  private static String shown(String text) {
    return text.isEmpty() ? "-" : text;
  }
}
