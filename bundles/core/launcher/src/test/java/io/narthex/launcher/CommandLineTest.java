// SPDX-License-Identifier: Apache-2.0
package io.narthex.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.launcher.CommandLine.Request;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  @Test
  void gives_every_flag_its_default() throws UsageException {
    Map<String, String> flags = serve();

    assertThat(flags)
        .hasSize(Flag.ALL.size())
        .containsEntry("web.listen-address", "0.0.0.0:9090")
        .containsEntry("query.timeout", "2m")
        .containsEntry("web.enable-lifecycle", "false")
        .containsEntry("config.file", "");
  }

  @Test
  void takes_values_after_an_equals_sign_or_as_the_next_argument() throws UsageException {
    assertThat(serve("--config.file=a.yml", "--storage.tsdb.path", "b"))
        .containsEntry("config.file", "a.yml")
        .containsEntry("storage.tsdb.path", "b");
  }

  @Test
  void switches_booleans_on_and_off() throws UsageException {
    assertThat(serve("--web.enable-lifecycle")).containsEntry("web.enable-lifecycle", "true");
    assertThat(serve("--no-web.enable-lifecycle")).containsEntry("web.enable-lifecycle", "false");
    assertThat(serve("--web.enable-lifecycle=true")).containsEntry("web.enable-lifecycle", "true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--web.listen-adress=:9090 | unknown flag --web.listen-adress=:9090; did you mean"
            + " --web.listen-address?",
        "--query.timeout=soon | bad value \"soon\" for flag --query.timeout: expected a duration"
            + " such as 15s, 1h30m or 100ms",
        "--web.listen-address=9090 | bad value \"9090\" for flag --web.listen-address: expected an"
            + " address such as 0.0.0.0:9090, :9090 or [::1]:9090",
        "--web.listen-address=:99999 | bad value \":99999\" for flag --web.listen-address: expected"
            + " an address such as 0.0.0.0:9090, :9090 or [::1]:9090",
        "--query.max-concurrency=0 | bad value \"0\" for flag --query.max-concurrency: expected a"
            + " whole number from 1",
        "--log.level=loud | bad value \"loud\" for flag --log.level: expected debug, info, warn or"
            + " error",
        "prometheus.yml | unexpected argument \"prometheus.yml\"",
      })
  void refuses_what_it_does_not_know_in_one_line(String argument, String message) {
    assertThatThrownBy(() -> serve(argument))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @Test
  void refuses_a_flag_without_its_value_and_a_flag_given_twice() {
    assertThatThrownBy(() -> serve("--config.file")).hasMessageContaining("--config.file");
    assertThatThrownBy(() -> serve("--config.file=a", "--config.file=b"))
        .hasMessageContaining("--config.file")
        .hasMessageContaining("only once");
  }

  @Test
  void takes_the_flags_that_only_prometheus_has_a_use_for() throws UsageException {
    Request request =
        new CommandLine()
            .parse(
                List.of(
                    "--no-auto-gomemlimit",
                    "--storage.tsdb.min-block-duration=2h",
                    "--storage.tsdb.wal-compression",
                    "--web.enable-lifecycle"));

    assertThat(request)
        .isInstanceOfSatisfying(
            Request.Serve.class,
            serve -> {
              assertThat(serve.foreign())
                  .extracting(ForeignFlag::name)
                  .containsExactly(
                      "auto-gomemlimit",
                      "storage.tsdb.min-block-duration",
                      "storage.tsdb.wal-compression");
              assertThat(serve.flags()).containsEntry("web.enable-lifecycle", "true");
              assertThat(serve.flags()).doesNotContainKey("auto-gomemlimit");
            });
    assertThatThrownBy(() -> serve("--storage.tsdb.min-block-duration=soon"))
        .hasMessageContaining("bad value \"soon\" for flag --storage.tsdb.min-block-duration");
  }

  @Test
  void features_may_be_named_in_several_flags() throws UsageException {
    assertThat(serve("--enable-feature=a,b", "--enable-feature=c"))
        .containsEntry("enable-feature", "a,b,c");
  }

  @Test
  void several_addresses_may_be_listened_on() throws UsageException {
    assertThat(serve("--web.listen-address=:9090", "--web.listen-address=[::1]:9091"))
        .containsEntry("web.listen-address", ":9090,[::1]:9091");
    assertThatThrownBy(() -> serve("--web.listen-address=:9090", "--web.listen-address=x"))
        .hasMessageContaining("expected an address such as");
  }

  /** What is not served must not keep a command line written for Prometheus from starting. */
  @Test
  void takes_the_flags_of_what_is_not_served() throws UsageException {
    Request request =
        new CommandLine()
            .parse(
                List.of(
                    "--web.console.templates=/etc/prometheus/consoles",
                    "--web.console.libraries=/etc/prometheus/console_libraries",
                    "--storage.tsdb.no-lockfile",
                    "--rules.alert.resend-delay=1m",
                    "--alertmanager.notification-queue-capacity=10",
                    "--storage.remote.read-sample-limit=0"));

    assertThat(request)
        .isInstanceOfSatisfying(
            Request.Serve.class, serve -> assertThat(serve.foreign()).hasSize(6));
  }

  /** The short way and the library must understand the same. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--config.file=a.yml --storage.tsdb.path b --web.enable-lifecycle",
        "--no-web.enable-lifecycle --web.enable-admin-api=false --config.file=a=b",
        "--config.file=",
      })
  void reads_plain_flags_without_the_library(String line) throws UsageException {
    List<String> arguments = line.isEmpty() ? List.of() : List.of(line.split(" "));

    assertThat(PlainFlags.read(arguments)).isPresent();
    assertThat(new CommandLine().parse(arguments)).isEqualTo(CommandLine.parseByLibrary(arguments));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "-h",
        "--version",
        "prometheus.yml",
        "--config.file",
        "--config.file --shell",
        "--config.file=a --config.file=b",
        "--shell --no-shell",
        "--shell=perhaps",
        "--no-config.file",
        "--unknown=1",
      })
  void leaves_all_else_to_the_library(String line) {
    assertThat(PlainFlags.read(List.of(line.split(" ")))).isEmpty();
  }

  @Test
  void shows_every_flag_in_the_help() throws UsageException {
    assertThat(new CommandLine().parse(List.of("--help")))
        .isInstanceOfSatisfying(
            Request.Help.class,
            help ->
                assertThat(Flag.ALL)
                    .allSatisfy(flag -> assertThat(help.text()).contains(flag.name())));
  }

  private static Map<String, String> serve(String... arguments) throws UsageException {
    return ((Request.Serve) new CommandLine().parse(List.of(arguments))).flags();
  }
}
