// SPDX-License-Identifier: Apache-2.0
package io.narthex.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.narthex.itests.distribution.Server.Ended;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples move in and out by the {@code tsdb} commands of the distribution. */
class TsdbIT {

  private static final long START_S = 1_700_000_000;
  private static final int SERIES = 10;
  private static final int SAMPLES = 600;

  @TempDir private Path folder;

  @Test
  void samples_go_in_and_out_unchanged() throws Exception {
    Path text = openMetrics();

    Ended in = tsdb("import", "first", text.toString());
    assertThat(in.status()).as(in.output()).isZero();
    assertThat(in.output()).endsWith(SERIES * SAMPLES + " samples taken, 0 refused\n");
    assertThat(in.output().lines()).as("nothing but results is printed").hasSize(2);

    Ended analysis = tsdb("analyze", "first");
    assertThat(analysis.output())
        .contains("Series: " + SERIES, SERIES + " moves_total")
        .contains("Label pairs most involved in churning", "Label names most involved in churning");

    Ended out = tsdb("export", "first", folder.resolve("blocks").toString());
    assertThat(out.status()).as(out.output()).isZero();
    assertThat(out.output()).contains("2 blocks written to ");

    Ended again = tsdb("import", "second", folder.resolve("blocks").toString());
    assertThat(again.output()).endsWith(SERIES * SAMPLES + " samples taken, 0 refused\n");

    Files.writeString(folder.resolve("prometheus.yml"), "global: {scrape_interval: 1m}\n");
    Files.move(folder.resolve("second"), folder.resolve("data"));
    try (Server server = Server.start(folder, "--storage.tsdb.retention.time=100y")) {
      assertThat(
              server
                  .get(
                      "/api/v1/query?time="
                          + (START_S + SAMPLES * 15)
                          + "&query=sum(count_over_time(moves_total%5B1d%5D))")
                  .body())
          .contains("\"" + SERIES * SAMPLES + "\"");
      Ended refused = tsdb("analyze", "data");
      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.output().lines()).singleElement().asString().contains("in use");
    }
  }

  @Test
  void upstreams_tool_reads_what_was_exported() throws Exception {
    String promtool =
        find("promtool")
            .orElseGet(
                () -> {
                  assumeTrue(false, "skipped: install prometheus, whose promtool reads blocks");
                  return "";
                });
    assertThat(tsdb("import", "data", openMetrics().toString()).status()).isZero();
    String blocks = folder.resolve("blocks").toString();
    assertThat(tsdb("export", "data", blocks).status()).isZero();

    assertThat(run(promtool, "tsdb", "list", blocks).lines()).hasSize(3);
    assertThat(run(promtool, "tsdb", "analyze", blocks)).contains("Series: " + SERIES);
    List<String> dumped = run(promtool, "tsdb", "dump", blocks).lines().sorted().toList();
    assertThat(dumped)
        .hasSize(SERIES * SAMPLES)
        .contains(
            "{__name__=\"moves_total\", instance=\"i1\", job=\"j\", n=\"4\"} 12.5 "
                + (START_S + 45) * 1000);
  }

  /** Sample i of series n is 2.5 i + n + 1. */
  private Path openMetrics() throws Exception {
    StringBuilder text = new StringBuilder("# TYPE moves counter\n");
    for (int n = 0; n < SERIES; n++) {
      for (int i = 0; i < SAMPLES; i++) {
        text.append("moves_total{job=\"j\",instance=\"i%d\",n=\"%d\"} ".formatted(n % 3, n))
            .append(2.5 * i + n + 1)
            .append(' ')
            .append(START_S + 15 * i)
            .append('\n');
      }
    }
    return Files.writeString(folder.resolve("moves.om"), text.append("# EOF\n"));
  }

  private Ended tsdb(String command, String data, String... arguments) throws Exception {
    String[] all = new String[3 + arguments.length];
    all[0] = "tsdb";
    all[1] = command;
    all[2] = "--storage.tsdb.path=" + folder.resolve(data);
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return Server.run(all);
  }

  private static Optional<String> find(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(entry -> Path.of(entry, program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
