// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

/** Temperatures and what cools them. */
final class ThermalZoneCollector implements Collector {

  private static final String ZONE = "thermal_zone";
  private static final String DEVICE = "cooling_device";

  private final ProcFiles files;
  private final Family temperature;
  private final Family currentState;
  private final Family maxState;

  ThermalZoneCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    temperature =
        metrics.gauge("node_thermal_zone_temp", "Temperature in degrees Celsius.", "zone", "type");
    currentState =
        metrics.gauge(
            "node_cooling_device_cur_state", "Present state of a cooling device.", "name", "type");
    maxState =
        metrics.gauge(
            "node_cooling_device_max_state", "Highest state of a cooling device.", "name", "type");
  }

  @Override
  public String name() {
    return "thermal_zone";
  }

  @Override
  public void collect() {
    String folder = files.sysPath("class/thermal/");
    for (String zone : files.numbered(folder, ZONE)) {
      double milli = files.number(folder + zone + "/temp");
      if (!Double.isNaN(milli)) {
        String type = files.textOrEmpty(folder + zone + "/type");
        temperature.add(milli / 1000, zone.substring(ZONE.length()), type);
      }
    }
    for (String device : files.numbered(folder, DEVICE)) {
      String name = device.substring(DEVICE.length());
      String type = files.textOrEmpty(folder + device + "/type");
      double current = files.number(folder + device + "/cur_state");
      double max = files.number(folder + device + "/max_state");
      if (!Double.isNaN(current) && !Double.isNaN(max)) {
        currentState.add(current, name, type);
        maxState.add(max, name, type);
      }
    }
  }
}
