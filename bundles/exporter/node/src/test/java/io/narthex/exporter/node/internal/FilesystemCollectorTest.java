// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.exporter.node.NodeExporterConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FilesystemCollectorTest {

  @TempDir Path folder;

  private FilesystemCollector collector(Machine machine, FakeKernel kernel) {
    return new FilesystemCollector(
        machine.metrics,
        machine.files,
        kernel,
        new NodeExporterConfig.Filesystem(null, null, null, null, Duration.ofMillis(50)));
  }

  @Test
  void tellsOfMountsThatAreNotExcluded() throws Exception {
    Machine machine =
        new Machine(folder)
            .file(
                "proc/1/mountinfo",
                """
                28 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,errors=remount-ro
                29 28 0:25 / /mnt/with\\040blank ro - vfat /dev/sdb1 rw
                29 28 0:25 / /mnt/with\\040blank ro - vfat /dev/sdb1 rw
                30 28 0:26 / /proc rw - proc proc rw
                31 28 0:27 / /var/lib/docker/x rw - ext4 /dev/x rw
                32 28 0:28 / /broken rw - nfs4 nas:/x rw
                """);
    FilesystemCollector collector = collector(machine, new FakeKernel());
    List<String> lines = machine.collect(collector);
    collector.close();
    assertThat(lines)
        .contains(
            "node_filesystem_avail_bytes{device=/dev/vda,device_error=,fstype=ext4,mountpoint=/} 300",
            "node_filesystem_device_error{device=/dev/vda,device_error=,fstype=ext4,mountpoint=/} 0",
            "node_filesystem_files{device=/dev/vda,device_error=,fstype=ext4,mountpoint=/} 50",
            "node_filesystem_files_free{device=/dev/vda,device_error=,fstype=ext4,mountpoint=/} 20",
            "node_filesystem_free_bytes{device=/dev/vda,device_error=,fstype=ext4,mountpoint=/} 400",
            "node_filesystem_mount_info{device=/dev/vda,major=254,minor=0,mountpoint=/} 1",
            "node_filesystem_purgeable_bytes{device=/dev/vda,device_error=,fstype=ext4,mountpoint=/} 0",
            "node_filesystem_readonly{device=/dev/vda,device_error=,fstype=ext4,mountpoint=/} 0",
            "node_filesystem_size_bytes{device=/dev/vda,device_error=,fstype=ext4,mountpoint=/} 1000",
            "node_filesystem_readonly{device=/dev/sdb1,device_error=,fstype=vfat,"
                + "mountpoint=/mnt/with blank} 1",
            "node_filesystem_device_error{device=nas:/x,device_error=stale NFS file handle,"
                + "fstype=nfs4,mountpoint=/broken} 1")
        .noneMatch(line -> line.contains("docker") || line.contains("=proc"))
        .hasSize(9 + 9 + 2);
  }

  @Test
  @Timeout(20)
  void aHungMountIsToldAndAskedAgainWhenItIsBack() throws Exception {
    Machine machine =
        new Machine(folder).file("proc/self/mountinfo", "32 28 0:28 / /hung rw - nfs4 nas:/x rw\n");
    FakeKernel kernel = new FakeKernel();
    FilesystemCollector collector = collector(machine, kernel);
    String error =
        "node_filesystem_device_error{device=nas:/x,device_error=mountpoint timeout,"
            + "fstype=nfs4,mountpoint=/hung} 1";
    assertThat(machine.collect(collector)).contains(error).hasSize(2);
    assertThat(machine.collect(collector)).contains(error).hasSize(2);
    kernel.release.countDown();
    // The timeout of the test is the deadline of this wait.
    List<String> lines = machine.collect(collector);
    while (lines.contains(error)) {
      Thread.onSpinWait();
      lines = machine.collect(collector);
    }
    assertThat(lines).hasSize(9);
    collector.close();
  }
}
