// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Batteries and power supplies. */
final class PowerSupplyCollector implements Collector {

  /** Metric name and attribute of values that are told as they are. */
  private static final String PLAIN =
      "authentic:authentic calibrate:calibrate capacity:capacity"
          + " capacity_alert_max:capacity_alert_max capacity_alert_min:capacity_alert_min"
          + " cyclecount:cycle_count online:online present:present"
          + " time_to_empty_seconds:time_to_empty_now time_to_full_seconds:time_to_full_now";

  /** Of values in millionths. */
  private static final String MICRO =
      "current_boot:current_boot current_max:current_max current_ampere:current_now"
          + " energy_empty:energy_empty energy_empty_design:energy_empty_design"
          + " energy_full:energy_full energy_full_design:energy_full_design"
          + " energy_watthour:energy_now voltage_boot:voltage_boot voltage_max:voltage_max"
          + " voltage_max_design:voltage_max_design voltage_min:voltage_min"
          + " voltage_min_design:voltage_min_design voltage_volt:voltage_now"
          + " voltage_ocv:voltage_ocv charge_control_limit:charge_control_limit"
          + " charge_control_limit_max:charge_control_limit_max charge_counter:charge_counter"
          + " charge_empty:charge_empty charge_empty_design:charge_empty_design"
          + " charge_full:charge_full charge_full_design:charge_full_design"
          + " charge_ampere:charge_now charge_term_current:charge_term_current"
          + " constant_charge_current:constant_charge_current"
          + " constant_charge_current_max:constant_charge_current_max"
          + " constant_charge_voltage:constant_charge_voltage"
          + " constant_charge_voltage_max:constant_charge_voltage_max"
          + " precharge_current:precharge_current input_current_limit:input_current_limit"
          + " power_watt:power_now";

  /** Of values in tenths. */
  private static final String TENTHS =
      "temp_celsius:temp temp_alert_max_celsius:temp_alert_max"
          + " temp_alert_min_celsius:temp_alert_min temp_ambient_celsius:temp_ambient"
          + " temp_ambient_max_celsius:temp_ambient_alert_max"
          + " temp_ambient_min_celsius:temp_ambient_alert_min temp_max_celsius:temp_max"
          + " temp_min_celsius:temp_min";

  private static final String[] INFO = {
    "capacity_level",
    "charge_type",
    "health",
    "manufacturer",
    "model_name",
    "serial_number",
    "status",
    "technology",
    "type",
    "usb_type",
    "scope"
  };

  private record Value(Family family, double divisor) {}

  private final ProcFiles files;
  private final Map<String, Value> values = new HashMap<>();
  private final Family info;

  PowerSupplyCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    add(metrics, PLAIN, 1);
    add(metrics, MICRO, 1e6);
    add(metrics, TENTHS, 10);
    String[] labels = new String[INFO.length + 1];
    labels[0] = "power_supply";
    System.arraycopy(INFO, 0, labels, 1, INFO.length);
    info =
        metrics.gauge(
            "node_power_supply_info", "Always 1; the labels tell of the power supply.", labels);
  }

  private void add(Metrics metrics, String pairs, double divisor) {
    for (String pair : pairs.split(" ", -1)) {
      int colon = pair.indexOf(':');
      String name = pair.substring(0, colon);
      Family family =
          metrics.gauge("node_power_supply_" + name, "Power supply " + name + ".", "power_supply");
      values.put(pair.substring(colon + 1), new Value(family, divisor));
    }
  }

  @Override
  public String name() {
    return "powersupplyclass";
  }

  @Override
  public void collect() throws IOException {
    String folder = files.sysPath("class/power_supply/");
    if (!files.isFolder(folder)) {
      throw new NoDataException(folder + " is not there");
    }
    for (String supply : files.list(folder, name -> true)) {
      String path = folder + supply + "/";
      for (String attribute : files.list(path, values::containsKey)) {
        Value value = values.get(attribute);
        double number = files.number(path + attribute);
        if (value != null && !Double.isNaN(number)) {
          value.family.add(number / value.divisor, supply);
        }
      }
      String[] labels = new String[INFO.length + 1];
      labels[0] = supply;
      for (int i = 0; i < INFO.length; i++) {
        labels[i + 1] = files.textOrEmpty(path + INFO[i]);
      }
      info.add(1, labels);
    }
  }
}
