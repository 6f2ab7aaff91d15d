// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Software RAID: which arrays there are, and whether they are whole. */
final class MdadmCollector implements Collector {

  private static final Pattern COUNTS = Pattern.compile("\\[(\\d+)/(\\d+)]");
  private static final Pattern SYNC = Pattern.compile("(resync|recovery|reshape|check)\\s*=");
  private static final Pattern PROGRESS = Pattern.compile("\\((\\d+)/\\d+\\)");
  private static final String[] STATES = {"active", "inactive", "recovering", "resync", "check"};

  /** An array while its lines are read. */
  private static final class Array {
    final String name;
    String state;
    int devices;
    int failed;
    int spare;
    int required = -1;
    int active;
    double blocks;
    double synced = Double.NaN;

    Array(String name, String state) {
      this.name = name;
      this.state = state;
    }
  }

  private final ProcFiles files;
  private final Family required;
  private final Family disks;
  private final Family states;
  private final Family blocks;
  private final Family synced;
  private final Family raidDisks;
  private final Family degraded;

  MdadmCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    required = metrics.gauge("node_md_disks_required", "Disks that an array needs.", "device");
    disks = metrics.gauge("node_md_disks", "Disks of an array by state.", "device", "state");
    states = metrics.gauge("node_md_state", "Whether an array is in a state.", "device", "state");
    blocks = metrics.gauge("node_md_blocks", "Blocks of an array.", "device");
    synced = metrics.gauge("node_md_blocks_synced", "Blocks that are in sync.", "device");
    raidDisks = metrics.gauge("node_md_raid_disks", "Disks of an array.", "device");
    degraded = metrics.gauge("node_md_degraded", "Disks that an array misses.", "device");
  }

  @Override
  public String name() {
    return "mdadm";
  }

  @Override
  public void collect() throws IOException {
    TextCursor lines = files.proc("mdstat");
    Array array = null;
    while (lines.nextLine()) {
      String line = lines.line();
      if (line.isBlank()) {
        continue;
      }
      if (line.startsWith("md")) {
        tell(array);
        array = start(line);
      } else if (array != null && line.startsWith(" ")) {
        detail(array, line);
      } else {
        tell(array);
        array = null;
      }
    }
    tell(array);
    attributes();
  }

  /** Reads {@code md0 : active raid1 sdb1[1] sda1[0](F)}. */
  private static Array start(String line) throws IOException {
    String[] words = line.split("\\s+");
    if (words.length < 3 || !words[1].equals(":")) {
      throw new IOException("mdstat: not the first line of an array: \"" + line + "\"");
    }
    Array array = new Array(words[0], words[2]);
    for (int i = 3; i < words.length; i++) {
      if (words[i].indexOf('[') > 0) {
        array.devices++;
        array.failed += words[i].contains("(F)") ? 1 : 0;
        array.spare += words[i].contains("(S)") ? 1 : 0;
      }
    }
    return array;
  }

  private static void detail(Array array, String line) {
    int blocksAt = line.indexOf(" blocks");
    if (blocksAt > 0) {
      array.blocks = Double.parseDouble(line.substring(0, blocksAt).strip());
      Matcher counts = COUNTS.matcher(line);
      if (counts.find()) {
        array.required = Integer.parseInt(counts.group(1));
        array.active = Integer.parseInt(counts.group(2));
      }
      return;
    }
    Matcher sync = SYNC.matcher(line);
    if (sync.find()) {
      array.state =
          switch (sync.group(1)) {
            case "resync" -> "resync";
            case "check" -> "check";
            default -> "recovering";
          };
      Matcher progress = PROGRESS.matcher(line);
      // A sync that waits for another one has no progress yet.
      array.synced = progress.find() ? Double.parseDouble(progress.group(1)) : 0;
    }
  }

  private void tell(@Nullable Array array) {
    if (array == null) {
      return;
    }
    boolean counted = array.required >= 0;
    int working = array.devices - array.failed - array.spare;
    boolean inactive = array.state.equals("inactive");
    required.add(inactive ? 0 : counted ? array.required : array.devices, array.name);
    disks.add(inactive ? 0 : counted ? array.active : working, array.name, "active");
    disks.add(array.failed, array.name, "failed");
    disks.add(array.spare, array.name, "spare");
    for (String state : STATES) {
      states.add(state.equals(array.state) ? 1 : 0, array.name, state);
    }
    blocks.add(array.blocks, array.name);
    synced.add(Double.isNaN(array.synced) ? array.blocks : array.synced, array.name);
  }

  private void attributes() {
    String folder = files.sysPath("block/");
    for (String device : files.list(folder, name -> name.startsWith("md"))) {
      double count = files.number(folder + device + "/md/raid_disks");
      if (!Double.isNaN(count)) {
        raidDisks.add(count, device);
        double missing = files.number(folder + device + "/md/degraded");
        degraded.add(Double.isNaN(missing) ? 0 : missing, device);
      }
    }
  }
}
