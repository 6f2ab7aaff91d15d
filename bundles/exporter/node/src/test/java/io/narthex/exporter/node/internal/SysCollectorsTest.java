// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.exporter.node.NodeExporterConfig;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SysCollectorsTest {

  private static final NodeExporterConfig DEFAULTS = NodeExporterConfig.defaults();

  @TempDir Path folder;
  private Machine machine;

  @BeforeEach
  void machine() throws IOException {
    machine = new Machine(folder);
  }

  private void cpuTimes(String idle, String user) throws IOException {
    machine.file("proc/stat", "cpu  1 1 1 1\ncpu0 " + user + " 0 30 " + idle + " 5 6 7 8 9 10\n");
  }

  @Test
  void cpuTimesNeverFallUnlessTheProcessorWasAway() throws Exception {
    CpuCollector cpu = new CpuCollector(machine.metrics, machine.files, DEFAULTS.cpu());
    cpuTimes("1000", "200");
    assertThat(machine.collect(cpu))
        .containsExactly(
            "node_cpu_guest_seconds_total{cpu=0,mode=nice} 0.1",
            "node_cpu_guest_seconds_total{cpu=0,mode=user} 0.09",
            "node_cpu_seconds_total{cpu=0,mode=idle} 10",
            "node_cpu_seconds_total{cpu=0,mode=iowait} 0.05",
            "node_cpu_seconds_total{cpu=0,mode=irq} 0.06",
            "node_cpu_seconds_total{cpu=0,mode=nice} 0",
            "node_cpu_seconds_total{cpu=0,mode=softirq} 0.07",
            "node_cpu_seconds_total{cpu=0,mode=steal} 0.08",
            "node_cpu_seconds_total{cpu=0,mode=system} 0.3",
            "node_cpu_seconds_total{cpu=0,mode=user} 2");
    cpuTimes("990", "190");
    assertThat(machine.collect(cpu))
        .contains(
            "node_cpu_seconds_total{cpu=0,mode=idle} 10",
            "node_cpu_seconds_total{cpu=0,mode=user} 2");
    cpuTimes("100", "20");
    assertThat(machine.collect(cpu))
        .contains(
            "node_cpu_seconds_total{cpu=0,mode=idle} 1",
            "node_cpu_seconds_total{cpu=0,mode=user} 0.2");
  }

  @Test
  void cpuTopologyAndDescription() throws Exception {
    machine
        .file("proc/stat", "")
        .file(
            "proc/cpuinfo",
            """
            processor\t: 0
            vendor_id\t: GenuineIntel
            cpu family\t: 6
            model\t\t: 142
            model name\t: Some CPU @ 1.80GHz
            stepping\t: 10
            microcode\t: 0xb4
            cache size\t: 8192 KB
            physical id\t: 0
            core id\t\t: 1

            """)
        .attributes("sys/devices/system/cpu", "isolated", "1,3-5")
        .attributes("sys/devices/system/cpu/cpu0", "online", "1")
        .attributes(
            "sys/devices/system/cpu/cpu0/topology", "physical_package_id", "0", "core_id", "1")
        .attributes(
            "sys/devices/system/cpu/cpu0/thermal_throttle",
            "core_throttle_count",
            "5",
            "package_throttle_count",
            "30")
        .attributes("sys/devices/system/cpu/cpu1", "online", "0")
        .attributes(
            "sys/devices/system/cpu/cpu1/topology", "physical_package_id", "0", "core_id", "1")
        .attributes(
            "sys/devices/system/cpu/cpu1/thermal_throttle",
            "core_throttle_count",
            "5",
            "package_throttle_count",
            "30");
    CpuCollector cpu =
        new CpuCollector(machine.metrics, machine.files, new NodeExporterConfig.Cpu(false, true));
    assertThat(machine.collect(cpu))
        .containsExactly(
            "node_cpu_core_throttles_total{core=1,package=0} 5",
            "node_cpu_info{cachesize=8192 KB,core=1,cpu=0,family=6,microcode=0xb4,model=142,"
                + "model_name=Some CPU @ 1.80GHz,package=0,stepping=10,vendor=GenuineIntel} 1",
            "node_cpu_isolated{cpu=1} 1",
            "node_cpu_isolated{cpu=3} 1",
            "node_cpu_isolated{cpu=4} 1",
            "node_cpu_isolated{cpu=5} 1",
            "node_cpu_online{cpu=0} 1",
            "node_cpu_online{cpu=1} 0",
            "node_cpu_package_throttles_total{package=0} 30");
  }

  @Test
  void netdevReadsProcAndOneAttribute() throws Exception {
    machine
        .file(
            "proc/net/dev",
            """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets
              eth0:10 1 2 3 4 5 6 7 20 8 9 10 11 12 13 18446744073709551615
                lo:  1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0
            """)
        .attributes("sys/class/net/eth0/statistics", "rx_nohandler", "42");
    NetdevCollector netdev =
        new NetdevCollector(
            machine.metrics, machine.files, new NodeExporterConfig.Devices(null, "^lo$"));
    assertThat(machine.collect(netdev))
        .containsExactly(
            "node_network_receive_bytes_total{device=eth0} 10",
            "node_network_receive_compressed_total{device=eth0} 6",
            "node_network_receive_drop_total{device=eth0} 3",
            "node_network_receive_errs_total{device=eth0} 2",
            "node_network_receive_fifo_total{device=eth0} 4",
            "node_network_receive_frame_total{device=eth0} 5",
            "node_network_receive_multicast_total{device=eth0} 7",
            "node_network_receive_nohandler_total{device=eth0} 42",
            "node_network_receive_packets_total{device=eth0} 1",
            "node_network_transmit_bytes_total{device=eth0} 20",
            "node_network_transmit_carrier_total{device=eth0} 13",
            "node_network_transmit_colls_total{device=eth0} 12",
            "node_network_transmit_compressed_total{device=eth0} 1.8446744073709552E19",
            "node_network_transmit_drop_total{device=eth0} 10",
            "node_network_transmit_errs_total{device=eth0} 9",
            "node_network_transmit_fifo_total{device=eth0} 11",
            "node_network_transmit_packets_total{device=eth0} 8");
  }

  @Test
  void netclassTellsWhatTheDriverTells() throws Exception {
    machine
        .file("sys/class/net/bonding_masters", "bond0\n")
        .attributes(
            "sys/class/net/eth0",
            "operstate",
            "up",
            "address",
            "02:fc:00:00:00:01",
            "broadcast",
            "ff:ff:ff:ff:ff:ff",
            "flags",
            "0x1303",
            "carrier_changes",
            "2",
            "mtu",
            "1500",
            "dev_id",
            "0x20",
            "speed",
            "1000",
            "ifalias",
            "");
    NetclassCollector netclass =
        new NetclassCollector(machine.metrics, machine.files, DEFAULTS.netclass());
    assertThat(machine.collect(netclass))
        .containsExactly(
            "node_network_carrier_changes_total{device=eth0} 2",
            "node_network_device_id{device=eth0} 32",
            "node_network_flags{device=eth0} 4867",
            "node_network_info{address=02:fc:00:00:00:01,adminstate=up,"
                + "broadcast=ff:ff:ff:ff:ff:ff,device=eth0,duplex=,ifalias=,operstate=up} 1",
            "node_network_mtu_bytes{device=eth0} 1500",
            "node_network_speed_bytes{device=eth0} 125000000",
            "node_network_up{device=eth0} 1");
  }

  @Test
  void diskstatsWithUdev() throws Exception {
    machine
        .file(
            "proc/diskstats",
            """
               8       0 sda 10 20 30 4000 50 60 70 8000 9 10000 11000 12 13 14 15000 16 17000
               8       1 sda1 1 1 1 1 1 1 1 1 1 1 1
             253       0 dm-0 1 0 2 3
            """)
        .attributes("sys/block/sda/queue", "rotational", "1")
        .file(
            "udev/b8:0",
            """
            S:disk/by-id/x
            E:ID_MODEL=Model X
            E:ID_SERIAL=long
            E:ID_SERIAL_SHORT=short
            E:ID_ATA=1
            E:ID_ATA_WRITE_CACHE=1
            E:ID_ATA_ROTATION_RATE_RPM=7200
            """)
        .file("udev/b253:0", "E:DM_NAME=vg-lv\nE:DM_VG_NAME=vg\nE:ID_FS_TYPE=ext4\n");
    DiskstatsCollector diskstats =
        new DiskstatsCollector(machine.metrics, machine.files, DEFAULTS.diskstats());
    assertThat(machine.collect(diskstats))
        .containsExactly(
            "node_disk_ata_rotation_rate_rpm{device=sda} 7200",
            "node_disk_ata_write_cache{device=sda} 1",
            "node_disk_device_mapper_info{device=dm-0,lv_layer=,lv_name=,name=vg-lv,uuid=,"
                + "vg_name=vg} 1",
            "node_disk_discard_time_seconds_total{device=sda} 15",
            "node_disk_discarded_sectors_total{device=sda} 14",
            "node_disk_discards_completed_total{device=sda} 12",
            "node_disk_discards_merged_total{device=sda} 13",
            "node_disk_filesystem_info{device=dm-0,type=ext4,usage=,uuid=,version=} 1",
            "node_disk_flush_requests_time_seconds_total{device=sda} 17",
            "node_disk_flush_requests_total{device=sda} 16",
            "node_disk_info{device=dm-0,major=253,minor=0,model=,path=,revision=,rotational=0,"
                + "serial=,wwn=} 1",
            "node_disk_info{device=sda,major=8,minor=0,model=Model X,path=,revision=,"
                + "rotational=1,serial=short,wwn=} 1",
            "node_disk_io_now{device=sda} 9",
            "node_disk_io_time_seconds_total{device=sda} 10",
            "node_disk_io_time_weighted_seconds_total{device=sda} 11",
            "node_disk_read_bytes_total{device=dm-0} 1024",
            "node_disk_read_bytes_total{device=sda} 15360",
            "node_disk_read_time_seconds_total{device=dm-0} 0.003",
            "node_disk_read_time_seconds_total{device=sda} 4",
            "node_disk_reads_completed_total{device=dm-0} 1",
            "node_disk_reads_completed_total{device=sda} 10",
            "node_disk_reads_merged_total{device=dm-0} 0",
            "node_disk_reads_merged_total{device=sda} 20",
            "node_disk_write_time_seconds_total{device=sda} 8",
            "node_disk_writes_completed_total{device=sda} 50",
            "node_disk_writes_merged_total{device=sda} 60",
            "node_disk_written_bytes_total{device=sda} 35840");
  }

  @Test
  void thermalZonesAndCoolingDevices() throws Exception {
    machine
        .attributes("sys/class/thermal/thermal_zone0", "type", "bcm2835", "temp", "12376")
        .attributes("sys/class/thermal/thermal_zone1", "type", "dead")
        .attributes(
            "sys/class/thermal/cooling_device0",
            "type",
            "Processor",
            "cur_state",
            "1",
            "max_state",
            "50");
    assertThat(machine.collect(new ThermalZoneCollector(machine.metrics, machine.files)))
        .containsExactly(
            "node_cooling_device_cur_state{name=0,type=Processor} 1",
            "node_cooling_device_max_state{name=0,type=Processor} 50",
            "node_thermal_zone_temp{type=bcm2835,zone=0} 12.376");
  }
}
