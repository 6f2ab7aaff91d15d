// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The counters of XFS file systems. */
final class XfsCollector implements Collector {

  /** The line of the kernel's table, and what its numbers are in turn. */
  private static final String[][] LINES = {
    {
      "extent_alloc",
      "extent_allocation_extents_allocated",
      "extent_allocation_blocks_allocated",
      "extent_allocation_extents_freed",
      "extent_allocation_blocks_freed"
    },
    {
      "abt",
      "allocation_btree_lookups",
      "allocation_btree_compares",
      "allocation_btree_records_inserted",
      "allocation_btree_records_deleted"
    },
    {
      "blk_map",
      "block_mapping_reads",
      "block_mapping_writes",
      "block_mapping_unmaps",
      "block_mapping_extent_list_insertions",
      "block_mapping_extent_list_deletions",
      "block_mapping_extent_list_lookups",
      "block_mapping_extent_list_compares"
    },
    {
      "bmbt",
      "block_map_btree_lookups",
      "block_map_btree_compares",
      "block_map_btree_records_inserted",
      "block_map_btree_records_deleted"
    },
    {
      "dir",
      "directory_operation_lookup",
      "directory_operation_create",
      "directory_operation_remove",
      "directory_operation_getdents"
    },
    {
      "ig",
      "inode_operation_attempts",
      "inode_operation_found",
      "inode_operation_recycled",
      "inode_operation_missed",
      "inode_operation_duplicates",
      "inode_operation_reclaims",
      "inode_operation_attribute_changes"
    },
    {"rw", "write_calls", "read_calls"},
    {
      "vnodes",
      "vnode_active",
      "vnode_allocate",
      "vnode_get",
      "vnode_hold",
      "vnode_release",
      "vnode_reclaim",
      "vnode_remove"
    }
  };

  private final ProcFiles files;
  private final Map<String, Family[]> lines = new LinkedHashMap<>();

  XfsCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    for (String[] line : LINES) {
      Family[] families = new Family[line.length - 1];
      for (int i = 0; i < families.length; i++) {
        families[i] =
            metrics.counter(
                "node_xfs_" + line[i + 1] + "_total",
                "XFS " + line[i + 1].replace('_', ' ') + ".",
                "device");
      }
      lines.put(line[0], families);
    }
  }

  @Override
  public String name() {
    return "xfs";
  }

  @Override
  public void collect() throws IOException {
    String folder = files.sysPath("fs/xfs/");
    for (String device : files.list(folder, name -> true)) {
      String path = folder + device + "/stats/stats";
      if (!files.exists(path)) {
        continue;
      }
      TextCursor table = files.table(path);
      while (table.nextLine()) {
        Family[] families = lines.get(table.word());
        for (int i = 0; families != null && i < families.length && table.hasWord(); i++) {
          families[i].add(table.number(), device);
        }
      }
    }
  }
}
