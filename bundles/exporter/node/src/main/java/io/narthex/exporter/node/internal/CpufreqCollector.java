// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

/** How fast the processors run, and how that is governed. */
final class CpufreqCollector implements Collector {

  private static final double HERTZ_PER_KILOHERTZ = 1000;

  /** Metric name, attribute and meaning. */
  private static final String[][] FREQUENCIES = {
    {"node_cpu_frequency_hertz", "cpuinfo_cur_freq", "Present frequency by the hardware."},
    {"node_cpu_frequency_avg_hertz", "cpuinfo_avg_freq", "Average frequency by the hardware."},
    {"node_cpu_frequency_min_hertz", "cpuinfo_min_freq", "Lowest frequency of the hardware."},
    {"node_cpu_frequency_max_hertz", "cpuinfo_max_freq", "Highest frequency of the hardware."},
    {"node_cpu_scaling_frequency_hertz", "scaling_cur_freq", "Present scaled frequency."},
    {"node_cpu_scaling_frequency_min_hertz", "scaling_min_freq", "Lowest scaled frequency."},
    {"node_cpu_scaling_frequency_max_hertz", "scaling_max_freq", "Highest scaled frequency."}
  };

  private final ProcFiles files;
  private final Family[] frequencies = new Family[FREQUENCIES.length];
  private final Family governor;

  CpufreqCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = metrics.gauge(FREQUENCIES[i][0], FREQUENCIES[i][2], "cpu");
    }
    governor =
        metrics.gauge(
            "node_cpu_scaling_governor",
            "Whether a frequency governor is in use.",
            "cpu",
            "governor");
  }

  @Override
  public String name() {
    return "cpufreq";
  }

  @Override
  public void collect() {
    String folder = files.sysPath("devices/system/cpu/");
    for (String entry : files.numbered(folder, "cpu")) {
      String path = folder + entry + "/cpufreq/";
      if (!files.isFolder(path)) {
        continue;
      }
      String cpu = entry.substring("cpu".length());
      for (int i = 0; i < frequencies.length; i++) {
        double kilohertz = files.number(path + FREQUENCIES[i][1]);
        if (!Double.isNaN(kilohertz)) {
          frequencies[i].add(kilohertz * HERTZ_PER_KILOHERTZ, cpu);
        }
      }
      String current = files.textOrEmpty(path + "scaling_governor");
      if (!current.isEmpty()) {
        String all = files.textOrEmpty(path + "scaling_available_governors");
        for (String each : all.split(" ", -1)) {
          if (!each.isEmpty()) {
            governor.add(each.equals(current) ? 1 : 0, cpu, each);
          }
        }
      }
    }
  }
}
