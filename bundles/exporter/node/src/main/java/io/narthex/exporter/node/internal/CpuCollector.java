// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import io.narthex.exporter.node.NodeExporterConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How the processors spend their time, and what is known of them. */
final class CpuCollector implements Collector {

  private static final String[] MODES = {
    "user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"
  };
  private static final String[] GUEST_MODES = {"user", "nice"};
  private static final int IDLE = 3;
  private static final double TICKS_PER_SECOND = 100;

  /** An idle counter that falls by this much tells that the processor was away and is back. */
  private static final double JUMP_BACK_SECONDS = 3;

  private final ProcFiles files;
  private final boolean guest;
  private final boolean info;
  private final Family seconds;
  private final Family guestSeconds;
  private final Family coreThrottles;
  private final Family packageThrottles;
  private final Family isolated;
  private final Family online;
  private final Family infos;

  /** The highest values seen: the kernel's counters fall at times, ours must not. */
  private final Map<String, double[]> highest = new LinkedHashMap<>();

  CpuCollector(Metrics metrics, ProcFiles files, NodeExporterConfig.Cpu config) {
    this.files = files;
    this.guest = !Boolean.FALSE.equals(config.guest());
    this.info = config.info();
    seconds =
        metrics.counter(
            "node_cpu_seconds_total", "Seconds that a CPU spent in each mode.", "cpu", "mode");
    guestSeconds =
        metrics.counter(
            "node_cpu_guest_seconds_total",
            "Seconds that a CPU spent in guests, for each mode.",
            "cpu",
            "mode");
    coreThrottles =
        metrics.counter(
            "node_cpu_core_throttles_total",
            "How often a CPU core was throttled.",
            "package",
            "core");
    packageThrottles =
        metrics.counter(
            "node_cpu_package_throttles_total",
            "How often a CPU package was throttled.",
            "package");
    isolated =
        metrics.gauge("node_cpu_isolated", "Whether a CPU is isolated from the scheduler.", "cpu");
    online =
        metrics.gauge("node_cpu_online", "Whether a CPU is online and being scheduled.", "cpu");
    infos =
        metrics.gauge(
            "node_cpu_info",
            "What /proc/cpuinfo says of a CPU.",
            "package",
            "core",
            "cpu",
            "vendor",
            "family",
            "model",
            "model_name",
            "microcode",
            "stepping",
            "cachesize");
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public void collect() throws IOException {
    if (info) {
      describe();
    }
    times();
    isolation();
    throttles();
    onlineStates();
  }

  private void times() throws IOException {
    TextCursor stat = files.proc("stat");
    Set<String> present = new HashSet<>();
    while (stat.nextLine()) {
      // The line "cpu " is the sum of all.
      if (!stat.lineStartsWith("cpu") || stat.lineStartsWith("cpu ")) {
        continue;
      }
      stat.skip("cpu".length());
      String cpu = stat.word();
      present.add(cpu);
      double[] now = new double[MODES.length + GUEST_MODES.length];
      for (int i = 0; i < now.length && stat.hasWord(); i++) {
        now[i] = stat.number() / TICKS_PER_SECOND;
      }
      double[] before = highest.computeIfAbsent(cpu, c -> new double[now.length]);
      boolean back = before[IDLE] - now[IDLE] >= JUMP_BACK_SECONDS;
      for (int i = 0; i < now.length; i++) {
        before[i] = back ? now[i] : Math.max(before[i], now[i]);
      }
    }
    highest.keySet().retainAll(present);
    highest.forEach(
        (cpu, values) -> {
          for (int i = 0; i < MODES.length; i++) {
            seconds.add(values[i], cpu, MODES[i]);
          }
          for (int i = 0; guest && i < GUEST_MODES.length; i++) {
            guestSeconds.add(values[MODES.length + i], cpu, GUEST_MODES[i]);
          }
        });
  }

  private void isolation() {
    String ranges = files.textOrEmpty(files.sysPath("devices/system/cpu/isolated"));
    for (String cpu : cpusIn(ranges)) {
      isolated.add(1, cpu);
    }
  }

  /** Reads a list like {@code 1,3-5}. */
  private static List<String> cpusIn(String ranges) {
    List<String> cpus = new ArrayList<>();
    for (String range : ranges.split(",", -1)) {
      String[] ends = range.strip().split("-", 2);
      if (!ends[0].isEmpty()) {
        int last = Integer.parseInt(ends[ends.length - 1]);
        for (int cpu = Integer.parseInt(ends[0]); cpu <= last; cpu++) {
          cpus.add(Integer.toString(cpu));
        }
      }
    }
    return cpus;
  }

  private void throttles() {
    String folder = files.sysPath("devices/system/cpu/");
    Set<String> cores = new HashSet<>();
    Set<String> packages = new HashSet<>();
    for (String name : files.numbered(folder, "cpu")) {
      String cpu = folder + name;
      String throttle = cpu + "/thermal_throttle";
      if (!files.exists(throttle)) {
        continue;
      }
      String pack = files.textOrEmpty(cpu + "/topology/physical_package_id");
      String core = files.textOrEmpty(cpu + "/topology/core_id");
      if (pack.isEmpty() || core.isEmpty()) {
        continue;
      }
      double count = files.number(throttle + "/core_throttle_count");
      if (!Double.isNaN(count) && cores.add(pack + "/" + core)) {
        coreThrottles.add(count, pack, core);
      }
      double packageCount = files.number(throttle + "/package_throttle_count");
      if (!Double.isNaN(packageCount) && packages.add(pack)) {
        packageThrottles.add(packageCount, pack);
      }
    }
  }

  private void onlineStates() {
    String folder = files.sysPath("devices/system/cpu/");
    // Where the first CPU cannot go offline nothing is told of the others either.
    if (!files.exists(folder + "cpu0/online")) {
      return;
    }
    for (String name : files.numbered(folder, "cpu")) {
      double state = files.number(folder + name + "/online");
      online.add(state == 1 ? 1 : 0, name.substring("cpu".length()));
    }
  }

  private void describe() throws IOException {
    TextCursor cpuinfo = files.proc("cpuinfo");
    Map<String, String> fields = new HashMap<>();
    while (cpuinfo.nextLine()) {
      if (cpuinfo.hasWord()) {
        String key = cpuinfo.until(':').strip();
        fields.put(key, cpuinfo.rest());
      } else {
        describe(fields);
      }
    }
    describe(fields);
  }

  private void describe(Map<String, String> fields) {
    if (fields.containsKey("processor")) {
      infos.add(
          1,
          fields.getOrDefault("physical id", ""),
          fields.getOrDefault("core id", ""),
          fields.getOrDefault("processor", ""),
          fields.getOrDefault("vendor_id", ""),
          fields.getOrDefault("cpu family", ""),
          fields.getOrDefault("model", ""),
          fields.getOrDefault("model name", ""),
          fields.getOrDefault("microcode", ""),
          fields.getOrDefault("stepping", ""),
          fields.getOrDefault("cache size", ""));
    }
    fields.clear();
  }
}
