// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.query;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The time that commands which list something look at. */
final class RangeOptions {

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description = "Start, RFC 3339 or seconds since the epoch.")
  private String start = "";

  @Option(
      names = "--end",
      paramLabel = "TIME",
      description = "End, RFC 3339 or seconds since the epoch.")
  private String end = "";

  /** Returns a form with the selectors and the time. */
  List<String> form(List<String> matches) {
    List<String> form = new ArrayList<>();
    matches.forEach(match -> form.addAll(List.of("match[]", match)));
    Form.addRange(form, start, end);
    return form;
  }
}
