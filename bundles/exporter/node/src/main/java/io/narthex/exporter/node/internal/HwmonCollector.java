// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the hardware monitoring chips measure. The kernel names a value {@code temp1_crit}: a type,
 * a number and a property; see the kernel's documentation of the hwmon sysfs interface for units.
 */
final class HwmonCollector implements Collector {

  private static final Set<String> TYPES =
      Set.of(
          "vrm",
          "beep_enable",
          "update_interval",
          "in",
          "cpu",
          "fan",
          "pwm",
          "temp",
          "curr",
          "power",
          "energy",
          "humidity",
          "intrusion",
          "freq");
  private static final Set<String> RPM = Set.of("input", "min", "max", "target");
  private static final double MILLI = 0.001;
  private static final double MICROS = 1e6;

  private record Chip(String folder, String name, String nameFile) {}

  private final Metrics metrics;
  private final ProcFiles files;
  private final Map<String, Family> families = new HashMap<>();
  private final Family chipNames;
  private final Family labels;

  HwmonCollector(Metrics metrics, ProcFiles files) {
    this.metrics = metrics;
    this.files = files;
    chipNames =
        metrics.gauge(
            "node_hwmon_chip_names", "Always 1; a readable name of a chip.", "chip", "chip_name");
    labels =
        metrics.gauge(
            "node_hwmon_sensor_label",
            "Always 1; the label of a sensor.",
            "chip",
            "sensor",
            "label");
  }

  @Override
  public String name() {
    return "hwmon";
  }

  @Override
  public void collect() throws IOException {
    String folder = files.sysPath("class/hwmon/");
    if (!files.isFolder(folder)) {
      throw new NoDataException(folder + " is not there");
    }
    List<Chip> chips = new ArrayList<>();
    Map<String, Integer> byName = new HashMap<>();
    Map<String, Integer> byBothNames = new HashMap<>();
    for (String entry : files.list(folder, name -> true)) {
      String path = folder + entry;
      if (files.isFolder(path)) {
        Chip chip = new Chip(path, chipName(path), files.textOrEmpty(path + "/name"));
        chips.add(chip);
        byName.merge(chip.name, 1, Integer::sum);
        byBothNames.merge(chip.name + '\n' + chip.nameFile, 1, Integer::sum);
      }
    }
    for (Chip chip : chips) {
      String name = chip.name;
      if (byName.getOrDefault(chip.name, 0) > 1) {
        // Several chips on one device are told apart by their own names, or by the kernel's.
        String suffix = clean(chip.nameFile);
        boolean same = byBothNames.getOrDefault(chip.name + '\n' + chip.nameFile, 0) > 1;
        name += "_" + (suffix.isEmpty() || same ? clean(new File(chip.folder).getName()) : suffix);
      }
      tell(chip, name);
    }
  }

  /** Names a chip by the device it sits on, since the kernel's numbers change between boots. */
  private String chipName(String folder) throws IOException {
    File device = new File(folder, "device");
    if (device.exists()) {
      File real = device.getCanonicalFile();
      String name = clean(real.getName());
      File parent = real.getParentFile();
      String type = parent == null ? "" : clean(parent.getName());
      if (!name.isEmpty()) {
        return type.isEmpty() ? name : type + "_" + name;
      }
    }
    String name = clean(files.textOrEmpty(folder + "/name"));
    return name.isEmpty() ? clean(new File(folder).getCanonicalFile().getName()) : name;
  }

  private void tell(Chip chip, String name) {
    String readable = clean(chip.nameFile);
    if (!readable.isEmpty()) {
      chipNames.add(1, name, readable);
    }
    Map<String, Map<String, String>> sensors = new TreeMap<>();
    read(chip.folder, sensors);
    read(chip.folder + "/device", sensors);
    sensors.forEach((sensor, values) -> tell(name, sensor, values));
  }

  private void read(String folder, Map<String, Map<String, String>> sensors) {
    for (String file : files.list(folder, HwmonCollector::isValue)) {
      int digits = firstDigit(file);
      int end = digits;
      while (end < file.length() && Character.isDigit(file.charAt(end))) {
        end++;
      }
      String value = files.text(folder + "/" + file);
      if (value != null) {
        String number = end > digits ? file.substring(digits, end) : "0";
        sensors
            .computeIfAbsent(file.substring(0, digits) + number, k -> new TreeMap<>())
            .put(end < file.length() ? file.substring(end + 1) : "", value);
      }
    }
  }

  private static boolean isValue(String file) {
    int digits = firstDigit(file);
    int end = digits;
    while (end < file.length() && Character.isDigit(file.charAt(end))) {
      end++;
    }
    return TYPES.contains(file.substring(0, digits))
        && (end == file.length() || file.charAt(end) == '_');
  }

  private static int firstDigit(String text) {
    int i = 0;
    while (i < text.length() && !Character.isDigit(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private void tell(String chip, String sensor, Map<String, String> values) {
    String label = values.get("label");
    if (label != null) {
      labels.add(1, chip, sensor, label);
    }
    String type = sensor.substring(0, firstDigit(sensor));
    String plain = values.getOrDefault("", "");
    switch (type) {
      case "beep_enable" ->
          gauge("beep_enabled", "Whether beeping is on.", plain.equals("1") ? 1 : 0, chip, sensor);
      case "vrm" ->
          gauge("voltage_regulator_version", "Voltage regulator.", parse(plain), chip, sensor);
      case "update_interval" ->
          gauge("update_interval_seconds", "Update interval.", parse(plain) * MILLI, chip, sensor);
      default ->
          values.forEach(
              (element, text) -> {
                if (!element.equals("label")) {
                  tell(type, element, parse(text), chip, sensor, values);
                }
              });
    }
  }

  private void tell(
      String type,
      String element,
      double value,
      String chip,
      String sensor,
      Map<String, String> values) {
    String name = type;
    if (element.equals("input")) {
      name += values.containsKey("") ? "_input" : "";
    } else if (!element.isEmpty()) {
      name += "_" + clean(element);
    }
    String help = "Hardware monitor " + type + " " + element + ".";
    if (element.equals("fault") || element.equals("alarm")) {
      gauge(name, help, value, chip, sensor);
    } else if (element.equals("beep")) {
      gauge(name + "_enabled", help, value, chip, sensor);
    } else if (type.equals("freq") && element.equals("input")) {
      String label = values.get("label");
      if (label != null) {
        gauge(name + "_freq_mhz", help, value / MICROS, chip, clean(label));
      }
    } else if (type.equals("energy")) {
      counter(name + "_joule_total", help, value / MICROS, chip, sensor);
    } else {
      gauge(name + unit(type, element), help, scaled(type, element, value), chip, sensor);
    }
  }

  private static String unit(String type, String element) {
    return switch (type) {
      case "in", "cpu" -> "_volts";
      case "temp" -> element.equals("type") ? "" : "_celsius";
      case "curr" -> "_amps";
      case "power" -> element.equals("accuracy") ? "" : isInterval(element) ? "_seconds" : "_watt";
      case "fan" -> RPM.contains(element) ? "_rpm" : "";
      default -> "";
    };
  }

  private static double scaled(String type, String element, double value) {
    return switch (type) {
      case "in", "cpu", "curr" -> value * MILLI;
      case "temp" -> element.equals("type") ? value : value * MILLI;
      case "power" -> isInterval(element) ? value * MILLI : value / MICROS;
      case "humidity" -> value / MICROS;
      default -> value;
    };
  }

  private static boolean isInterval(String element) {
    return element.startsWith("average_interval");
  }

  private void gauge(String name, String help, double value, String chip, String sensor) {
    if (!Double.isNaN(value)) {
      families
          .computeIfAbsent(name, n -> metrics.gauge("node_hwmon_" + n, help, "chip", "sensor"))
          .add(value, chip, sensor);
    }
  }

  private void counter(String name, String help, double value, String chip, String sensor) {
    if (!Double.isNaN(value)) {
      families
          .computeIfAbsent(name, n -> metrics.counter("node_hwmon_" + n, help, "chip", "sensor"))
          .add(value, chip, sensor);
    }
  }

  private static double parse(@Nullable String text) {
    try {
      return text == null ? Double.NaN : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Makes a part of a metric name of any text. */
  private static String clean(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    StringBuilder out = new StringBuilder(lower.length());
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      boolean fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ':' || c == '_';
      out.append(fits ? c : '_');
    }
    int from = 0;
    int to = out.length();
    while (from < to && out.charAt(from) == '_') {
      from++;
    }
    while (to > from && out.charAt(to - 1) == '_') {
      to--;
    }
    return out.substring(from, to);
  }
}
