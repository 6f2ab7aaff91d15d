// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import io.narthex.exporter.node.NodeExporterConfig;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** What the block devices did, and what udev knows of them. */
final class DiskstatsCollector implements Collector {

  private static final double SECTOR = 512;
  private static final double MILLI = 0.001;
  private static final double[] FACTORS = {
    1, 1, SECTOR, MILLI, 1, 1, SECTOR, MILLI, 1, MILLI, MILLI, 1, 1, 1, MILLI, 1, MILLI
  };

  private final ProcFiles files;
  private final NameFilter devices;
  private final Family[] columns;
  private final Family info;
  private final Family filesystemInfo;
  private final Family mapperInfo;
  private final Map<String, Family> ata = new HashMap<>();

  DiskstatsCollector(Metrics metrics, ProcFiles files, NodeExporterConfig.Devices config) {
    this.files = files;
    this.devices = NameFilter.of("diskstats", config);
    columns =
        new Family[] {
          counter(metrics, "reads_completed_total", "Reads completed."),
          counter(metrics, "reads_merged_total", "Reads merged."),
          counter(metrics, "read_bytes_total", "Bytes read."),
          counter(metrics, "read_time_seconds_total", "Seconds spent by all reads."),
          counter(metrics, "writes_completed_total", "Writes completed."),
          counter(metrics, "writes_merged_total", "Writes merged."),
          counter(metrics, "written_bytes_total", "Bytes written."),
          counter(metrics, "write_time_seconds_total", "Seconds spent by all writes."),
          metrics.gauge("node_disk_io_now", "I/Os in progress.", "device"),
          counter(metrics, "io_time_seconds_total", "Seconds spent doing I/Os."),
          counter(metrics, "io_time_weighted_seconds_total", "Weighted seconds spent doing I/Os."),
          counter(metrics, "discards_completed_total", "Discards completed."),
          counter(metrics, "discards_merged_total", "Discards merged."),
          counter(metrics, "discarded_sectors_total", "Sectors discarded."),
          counter(metrics, "discard_time_seconds_total", "Seconds spent by all discards."),
          counter(metrics, "flush_requests_total", "Flush requests completed."),
          counter(
              metrics, "flush_requests_time_seconds_total", "Seconds spent by all flush requests.")
        };
    info =
        metrics.gauge(
            "node_disk_info",
            "Always 1; the labels tell of the block device.",
            "device",
            "major",
            "minor",
            "path",
            "wwn",
            "model",
            "serial",
            "revision",
            "rotational");
    filesystemInfo =
        metrics.gauge(
            "node_disk_filesystem_info",
            "Always 1; the labels tell of the file system on the device.",
            "device",
            "type",
            "usage",
            "uuid",
            "version");
    mapperInfo =
        metrics.gauge(
            "node_disk_device_mapper_info",
            "Always 1; the labels tell of the mapped device.",
            "device",
            "name",
            "uuid",
            "vg_name",
            "lv_name",
            "lv_layer");
    ata.put(
        "ID_ATA_WRITE_CACHE",
        metrics.gauge("node_disk_ata_write_cache", "Whether it has a write cache.", "device"));
    ata.put(
        "ID_ATA_WRITE_CACHE_ENABLED",
        metrics.gauge(
            "node_disk_ata_write_cache_enabled", "Whether its write cache is on.", "device"));
    ata.put(
        "ID_ATA_ROTATION_RATE_RPM",
        metrics.gauge(
            "node_disk_ata_rotation_rate_rpm", "Its rotation rate; 0 without disks.", "device"));
  }

  private static Family counter(Metrics metrics, String name, String help) {
    return metrics.counter("node_disk_" + name, help, "device");
  }

  @Override
  public String name() {
    return "diskstats";
  }

  @Override
  public void collect() throws IOException {
    TextCursor lines = files.proc("diskstats");
    while (lines.nextLine()) {
      String major = lines.word();
      String minor = lines.word();
      String device = lines.word();
      if (!devices.accepts(device)) {
        continue;
      }
      for (int i = 0; i < columns.length && lines.hasWord(); i++) {
        columns[i].add(lines.number() * FACTORS[i], device);
      }
      describe(device, major, minor);
    }
  }

  private void describe(String device, String major, String minor) throws IOException {
    Map<String, String> udev = udev(major, minor);
    String serial = udev.getOrDefault("SCSI_IDENT_SERIAL", "");
    if (serial.isEmpty()) {
      serial = udev.getOrDefault("ID_SERIAL_SHORT", "");
    }
    if (serial.isEmpty()) {
      serial = udev.getOrDefault("ID_SERIAL", "");
    }
    boolean rotates = files.number(files.sysPath("block/" + device + "/queue/rotational")) == 1;
    info.add(
        1,
        device,
        major,
        minor,
        udev.getOrDefault("ID_PATH", ""),
        udev.getOrDefault("ID_WWN", ""),
        udev.getOrDefault("ID_MODEL", ""),
        serial,
        udev.getOrDefault("ID_REVISION", ""),
        rotates ? "1" : "0");
    String type = udev.getOrDefault("ID_FS_TYPE", "");
    if (!type.isEmpty()) {
      filesystemInfo.add(
          1,
          device,
          type,
          udev.getOrDefault("ID_FS_USAGE", ""),
          udev.getOrDefault("ID_FS_UUID", ""),
          udev.getOrDefault("ID_FS_VERSION", ""));
    }
    String mapped = udev.getOrDefault("DM_NAME", "");
    if (!mapped.isEmpty()) {
      mapperInfo.add(
          1,
          device,
          mapped,
          udev.getOrDefault("DM_UUID", ""),
          udev.getOrDefault("DM_VG_NAME", ""),
          udev.getOrDefault("DM_LV_NAME", ""),
          udev.getOrDefault("DM_LV_LAYER", ""));
    }
    if (!udev.getOrDefault("ID_ATA", "").isEmpty()) {
      ata.forEach(
          (key, family) -> {
            String value = udev.get(key);
            if (value != null && value.matches("\\d+")) {
              family.add(Double.parseDouble(value), device);
            }
          });
    }
  }

  private Map<String, String> udev(String major, String minor) throws IOException {
    Map<String, String> properties = new HashMap<>();
    TextCursor lines;
    try {
      lines = files.udev("b" + major + ":" + minor);
    } catch (FileNotFoundException e) {
      return properties; // No udev here, as in most containers.
    }
    while (lines.nextLine()) {
      if (lines.lineStartsWith("E:")) {
        lines.skip("E:".length());
        String key = lines.until('=');
        properties.put(key, lines.rest());
      }
    }
    return properties;
  }
}
