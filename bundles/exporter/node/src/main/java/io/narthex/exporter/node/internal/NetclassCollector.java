// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import io.narthex.exporter.node.NodeExporterConfig;
import java.util.Locale;

/** What /sys/class/net says of the network devices. */
final class NetclassCollector implements Collector {

  private static final String[][] GAUGES = {
    {"address_assign_type", "addr_assign_type"},
    {"carrier", "carrier"},
    {"device_id", "dev_id"},
    {"dormant", "dormant"},
    {"flags", "flags"},
    {"iface_id", "ifindex"},
    {"iface_link", "iflink"},
    {"iface_link_mode", "link_mode"},
    {"mtu_bytes", "mtu"},
    {"name_assign_type", "name_assign_type"},
    {"net_dev_group", "netdev_group"},
    {"transmit_queue_length", "tx_queue_len"},
    {"protocol_type", "type"}
  };
  private static final String[][] COUNTERS = {
    {"carrier_changes_total", "carrier_changes"},
    {"carrier_up_changes_total", "carrier_up_count"},
    {"carrier_down_changes_total", "carrier_down_count"}
  };
  private static final double BYTES_PER_MEGABIT = 1_000_000.0 / 8;

  private final ProcFiles files;
  private final NameFilter devices;
  private final Family[] gauges = new Family[GAUGES.length];
  private final Family[] counters = new Family[COUNTERS.length];
  private final Family up;
  private final Family info;
  private final Family speed;

  NetclassCollector(Metrics metrics, ProcFiles files, NodeExporterConfig.Netclass config) {
    this.files = files;
    this.devices = new NameFilter("netclass.ignored_devices", null, config.ignoredDevices());
    for (int i = 0; i < GAUGES.length; i++) {
      gauges[i] = metrics.gauge("node_network_" + GAUGES[i][0], help(GAUGES[i][0]), "device");
    }
    for (int i = 0; i < COUNTERS.length; i++) {
      counters[i] =
          metrics.counter("node_network_" + COUNTERS[i][0], help(COUNTERS[i][0]), "device");
    }
    up = metrics.gauge("node_network_up", "Whether its operational state is up.", "device");
    speed = metrics.gauge("node_network_speed_bytes", help("speed_bytes"), "device");
    info =
        metrics.gauge(
            "node_network_info",
            "Always 1; the labels tell of the network device.",
            "device",
            "address",
            "broadcast",
            "duplex",
            "operstate",
            "adminstate",
            "ifalias");
  }

  private static String help(String name) {
    return String.format(Locale.ROOT, "Network device property: %s.", name);
  }

  @Override
  public String name() {
    return "netclass";
  }

  @Override
  public void collect() throws NoDataException {
    String folder = files.sysPath("class/net/");
    String[] names = files.list(folder, name -> !name.equals("bonding_masters"));
    if (names.length == 0) {
      throw new NoDataException(folder + " is not there");
    }
    for (String device : names) {
      if (devices.accepts(device)) {
        tell(device, folder + device + "/");
      }
    }
  }

  private void tell(String device, String folder) {
    String state = files.textOrEmpty(folder + "operstate");
    up.add(state.equals("up") ? 1 : 0, device);
    double flags = files.number(folder + "flags");
    String admin = Double.isNaN(flags) ? "unknown" : ((long) flags & 1) == 1 ? "up" : "down";
    info.add(
        1,
        device,
        files.textOrEmpty(folder + "address"),
        files.textOrEmpty(folder + "broadcast"),
        files.textOrEmpty(folder + "duplex"),
        state,
        admin,
        files.textOrEmpty(folder + "ifalias"));
    for (int i = 0; i < gauges.length; i++) {
      addKnown(gauges[i], files.number(folder + GAUGES[i][1]), device);
    }
    for (int i = 0; i < counters.length; i++) {
      addKnown(counters[i], files.number(folder + COUNTERS[i][1]), device);
    }
    addKnown(speed, files.number(folder + "speed") * BYTES_PER_MEGABIT, device);
  }

  private static void addKnown(Family family, double value, String device) {
    if (!Double.isNaN(value)) {
      family.add(value, device);
    }
  }
}
