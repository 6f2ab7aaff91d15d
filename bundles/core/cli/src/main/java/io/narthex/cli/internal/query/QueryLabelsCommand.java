// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.query;

import io.narthex.cli.internal.ServerClient;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists the values of a label. */
@Command(
    name = "labels",
    mixinStandardHelpOptions = true,
    description = "List the values of a label.")
public final class QueryLabelsCommand implements Callable<Integer> {

  private final PrintStream out;
  private final PrintStream err;

  @ParentCommand private @Nullable QueryCommand query;

  @Parameters(index = "0", paramLabel = "SERVER", description = "URL of the server.")
  private String server = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "Name of the label.")
  private String name = "";

  @Option(
      names = "--match",
      paramLabel = "SELECTOR",
      description = "Selector of series whose labels count; may be repeated.")
  private final List<String> matches = new ArrayList<>();

  @Mixin private RangeOptions range = new RangeOptions();

  /** Prints values to a stream, and warnings to another. */
  public QueryLabelsCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    String segment = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    new QueryOutput(query, out, err)
        .labelValues(
            new ServerClient(server, Map.of())
                .get("/api/v1/label/" + segment + "/values", range.form(matches)));
    return 0;
  }
}
