// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;

/** Memory errors that were found and corrected, or not. */
final class EdacCollector implements Collector {

  private final ProcFiles files;
  private final Family correctable;
  private final Family uncorrectable;
  private final Family rowCorrectable;
  private final Family rowUncorrectable;

  EdacCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    correctable =
        metrics.counter(
            "node_edac_correctable_errors_total", "Correctable memory errors.", "controller");
    uncorrectable =
        metrics.counter(
            "node_edac_uncorrectable_errors_total", "Uncorrectable memory errors.", "controller");
    rowCorrectable =
        metrics.counter(
            "node_edac_csrow_correctable_errors_total",
            "Correctable memory errors of a row.",
            "controller",
            "csrow");
    rowUncorrectable =
        metrics.counter(
            "node_edac_csrow_uncorrectable_errors_total",
            "Uncorrectable memory errors of a row.",
            "controller",
            "csrow");
  }

  @Override
  public String name() {
    return "edac";
  }

  @Override
  public void collect() throws IOException {
    String folder = files.sysPath("devices/system/edac/mc/");
    for (String entry : files.numbered(folder, "mc")) {
      String path = folder + entry + "/";
      String controller = entry.substring("mc".length());
      correctable.add(count(path + "ce_count"), controller);
      uncorrectable.add(count(path + "ue_count"), controller);
      rowCorrectable.add(count(path + "ce_noinfo_count"), controller, "unknown");
      rowUncorrectable.add(count(path + "ue_noinfo_count"), controller, "unknown");
      for (String row : files.numbered(path, "csrow")) {
        String number = row.substring("csrow".length());
        rowCorrectable.add(count(path + row + "/ce_count"), controller, number);
        rowUncorrectable.add(count(path + row + "/ue_count"), controller, number);
      }
    }
  }

  private double count(String path) throws IOException {
    double count = files.number(path);
    if (Double.isNaN(count)) {
      throw new IOException(path + ": holds no number");
    }
    return count;
  }
}
