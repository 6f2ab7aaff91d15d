// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.query;

import io.narthex.cli.internal.ServerClient;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What commands that evaluate an expression have in common: the server and what it is asked. */
final class EvaluationOptions {

  @Mixin private HeaderOption header = new HeaderOption();

  @Parameters(index = "0", paramLabel = "SERVER", description = "URL of the server.")
  private String server = "";

  @Parameters(index = "1", paramLabel = "EXPR", description = "PromQL expression.")
  private String expression = "";

  @Option(
      names = "--explain",
      description = "Print the plan as well, with the time, series and samples of each operator.")
  private boolean explain;

  /** Returns a client of the server. */
  ServerClient client() {
    return new ServerClient(server, header.headers());
  }

  /** Returns the expression as a form, to be completed. */
  List<String> form() {
    List<String> form = new ArrayList<>(List.of("query", expression));
    if (explain) {
      form.addAll(List.of("explain", "true"));
    }
    return form;
  }
}
