// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import io.narthex.exporter.node.NodeExporterConfig;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** All collectors by name, and the choice among them. */
final class Collectors {

  private final Map<String, Supplier<Collector>> all = new LinkedHashMap<>();
  private final NodeExporterConfig config;

  Collectors(Metrics metrics, ProcFiles files, Kernel kernel, NodeExporterConfig config) {
    this.config = config;
    all.put("arp", () -> new ArpCollector(metrics, files));
    all.put("bonding", () -> new BondingCollector(metrics, files));
    all.put("conntrack", () -> new ConntrackCollector(metrics, files));
    all.put("cpu", () -> new CpuCollector(metrics, files, config.cpu()));
    all.put("cpufreq", () -> new CpufreqCollector(metrics, files));
    all.put("diskstats", () -> new DiskstatsCollector(metrics, files, config.diskstats()));
    all.put("dmi", () -> new DmiCollector(metrics, files));
    all.put("edac", () -> new EdacCollector(metrics, files));
    all.put("entropy", () -> new EntropyCollector(metrics, files));
    all.put("filefd", () -> new FilefdCollector(metrics, files));
    all.put(
        "filesystem", () -> new FilesystemCollector(metrics, files, kernel, config.filesystem()));
    all.put("hwmon", () -> new HwmonCollector(metrics, files));
    all.put("kernel_hung", () -> new KernelHungCollector(metrics, files));
    all.put("loadavg", () -> new LoadavgCollector(metrics, files));
    all.put("mdadm", () -> new MdadmCollector(metrics, files));
    all.put("meminfo", () -> new MeminfoCollector(metrics, files));
    all.put("netclass", () -> new NetclassCollector(metrics, files, config.netclass()));
    all.put("netdev", () -> new NetdevCollector(metrics, files, config.netdev()));
    all.put("netstat", () -> new NetstatCollector(metrics, files, config.netstat()));
    all.put("nvme", () -> new NvmeCollector(metrics, files));
    all.put("os", () -> new OsCollector(metrics, files));
    all.put("powersupplyclass", () -> new PowerSupplyCollector(metrics, files));
    all.put("pressure", () -> new PressureCollector(metrics, files));
    all.put("rapl", () -> new RaplCollector(metrics, files));
    all.put("schedstat", () -> new SchedstatCollector(metrics, files));
    all.put("selinux", () -> new SelinuxCollector(metrics, files));
    all.put("sockstat", () -> new SockstatCollector(metrics, files, kernel));
    all.put("softnet", () -> new SoftnetCollector(metrics, files));
    all.put("stat", () -> new StatCollector(metrics, files));
    all.put("textfile", () -> new TextfileCollector(metrics, config.textfile()));
    all.put("thermal_zone", () -> new ThermalZoneCollector(metrics, files));
    all.put("time", () -> new TimeCollector(metrics, files, Clock.systemDefaultZone()));
    all.put("timex", () -> new TimexCollector(metrics, kernel));
    all.put("udp_queues", () -> new UdpQueuesCollector(metrics, files));
    all.put("uname", () -> new UnameCollector(metrics, files));
    all.put("vmstat", () -> new VmstatCollector(metrics, files, config.vmstat()));
    all.put("watchdog", () -> new WatchdogCollector(metrics, files));
    all.put("xfs", () -> new XfsCollector(metrics, files));
  }

  /**
   * Makes the chosen collectors.
   *
   * @throws IllegalArgumentException when a name is chosen that does not exist
   */
  List<Collector> chosen() {
    check("include", config.collectors().include());
    check("exclude", config.collectors().exclude());
    Set<String> include = Set.copyOf(config.collectors().include());
    Set<String> exclude = Set.copyOf(config.collectors().exclude());
    List<Collector> collectors = new ArrayList<>();
    all.forEach(
        (name, maker) -> {
          if (include.isEmpty() ? !exclude.contains(name) : include.contains(name)) {
            collectors.add(maker.get());
          }
        });
    return List.copyOf(collectors);
  }

  private void check(String key, List<String> names) {
    for (String name : names) {
      if (!all.containsKey(name)) {
        throw new IllegalArgumentException(
            "collectors."
                + key
                + ": there is no collector \""
                + name
                + "\"; there are "
                + String.join(", ", new TreeSet<>(all.keySet())));
      }
    }
  }
}
