// SPDX-License-Identifier: Apache-2.0
package io.narthex.launcher;

import io.narthex.launcher.CommandLine.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * The server's main program. Exit status: 0 after a clean end, 1 when it cannot start, 2 for a
 * wrong command line or configuration.
 */
public final class Main {

  /**
   * All bundles must have stopped by then. A clean end takes less than 2 s; but a storage engine on
   * a busy machine is not cut off while it brings its data to the disk.
   */
  private static final long STOP_TIMEOUT_MS = 15_000;

  private Main() {}

  /** Runs the server until it is told to stop. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) {
    try {
      Home home = Home.locate();
      return switch (new CommandLine().parse(arguments)) {
        case Request.Help(String text) -> {
          System.out.print(text);
          yield 0;
        }
        case Request.Version _ -> {
          Properties build = home.build();
          System.out.printf(
              "narthex, version %s (revision %s, Java %s)%n",
              build.getProperty("version"), build.getProperty("revision"), Runtime.version());
          yield 0;
        }
        case Request.Serve(Map<String, String> flags, List<ForeignFlag> foreign) ->
            serve(home, flags, foreign);
      };
    } catch (UsageException e) {
      System.err.println("narthex: " + e.getMessage());
      return 2;
    } catch (IOException | BundleException e) {
      System.err.println("narthex: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static int serve(Home home, Map<String, String> flags, List<ForeignFlag> foreign)
      throws IOException, BundleException, InterruptedException {
    Logging.configure(flags.getOrDefault("log.level", ""), flags.getOrDefault("log.format", ""));
    Logger log = LoggerFactory.getLogger(Main.class);
    Map<String, String> properties = frameworkProperties(home, flags);
    Path data = Path.of(properties.getOrDefault("narthex.storage.tsdb.path", ""));
    try (ProcessLock lock = ProcessLock.take(data);
        HeapKeeper keeper = new HeapKeeper(HeapKeeper.Heap.own())) {
      keeper.start();
      boolean shell = Boolean.parseBoolean(flags.get("shell"));
      List<Feature> features =
          Feature.readAll(home).stream()
              .filter(f -> !f.optional() || (shell && f.name().equals("shell")))
              .toList();
      log.atInfo()
          .addKeyValue("version", home.build().getProperty("version"))
          .addKeyValue("home", home.folder())
          .addKeyValue("data", lock.folder())
          .log("Starting Narthex");
      for (ForeignFlag flag : foreign) {
        log.warn("--{} does nothing: {}", flag.name(), flag.reason());
      }
      RunningProcess process = new RunningProcess();
      for (String signal : List.of("TERM", "INT")) {
        Signal.handle(
            new Signal(signal),
            s -> {
              log.info("Received SIG{}, shutting down", s.getName());
              process.shutdown();
            });
      }
      Container container =
          Container.start(features, home.system(), properties, data.resolve("runtime"), process);
      RunningProcess.@Nullable Failure failure = process.awaitEnd();
      container.stop(STOP_TIMEOUT_MS);
      if (failure != null) {
        System.err.println("narthex: " + failure.reason());
        return failure.status();
      }
      log.info("Narthex has ended");
      return 0;
    }
  }

  /**
   * Puts the distribution's own folders where a flag names none, and hands all flags to the
   * bundles.
   */
  private static Map<String, String> frameworkProperties(Home home, Map<String, String> flags)
      throws IOException {
    Map<String, String> properties = new HashMap<>();
    for (Flag flag : Flag.ALL) {
      String value = flags.getOrDefault(flag.name(), "");
      if (!value.isEmpty()) {
        properties.put(flag.property(), value);
      }
    }
    properties.putIfAbsent("narthex.config.file", home.defaultConfiguration().toString());
    properties.merge(
        "narthex.storage.tsdb.path",
        home.data().toString(),
        (given, standard) -> Path.of(given).toAbsolutePath().normalize().toString());
    properties.put("narthex.home", home.folder().toString());
    properties.put("narthex.plugins.folder", home.plugins().toString());
    properties.put("narthex.plugins.linked", home.system().toString());
    properties.put("narthex.plugins.originals", home.originals().toString());
    Properties build = home.build();
    properties.put("narthex.version", build.getProperty("version", ""));
    properties.put("narthex.revision", build.getProperty("revision", ""));
    if (Boolean.parseBoolean(flags.get("shell"))) {
      properties.put(
          "gosh.args",
          "--noshutdown --nointeractive --command telnetd --ip=127.0.0.1 --port=6666 start");
    }
    // The names of the flags, so that /api/v1/status/flags shows exactly these.
    properties.put("narthex.flags", String.join(",", Flag.ALL.stream().map(Flag::name).toList()));
    return properties;
  }
}
