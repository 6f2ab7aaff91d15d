// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardwareCollectorsTest {

  @TempDir Path folder;
  private Machine machine;

  @BeforeEach
  void machine() throws IOException {
    machine = new Machine(folder);
  }

  @Test
  void hwmonNamesChipsByTheirDeviceAndScalesByKind() throws Exception {
    machine
        .attributes("sys/devices/platform/coretemp.0", "uevent", "x")
        .attributes(
            "sys/class/hwmon/hwmon0",
            "name",
            "coretemp",
            "temp1_input",
            "55000",
            "temp1_crit",
            "100000",
            "temp1_crit_alarm",
            "0",
            "temp1_label",
            "Core 0",
            "in0_input",
            "1020",
            "in0_alarm",
            "1",
            "in0_beep",
            "0",
            "fan1_input",
            "1500",
            "fan1_pulses",
            "2",
            "pwm1",
            "77",
            "pwm1_enable",
            "5",
            "power1_average",
            "5000000",
            "power1_average_interval",
            "250",
            "energy1_input",
            "2500000",
            "curr1_max",
            "1500",
            "freq1_input",
            "900000000",
            "freq1_label",
            "sclk",
            "update_interval",
            "100",
            "humidity1_input",
            "420000",
            "temp2_input",
            "broken")
        .attributes("sys/class/hwmon/hwmon1", "name", "Odd Chip!", "temp1_input", "1000");
    Files.createSymbolicLink(
        folder.resolve("sys/class/hwmon/hwmon0/device"),
        folder.resolve("sys/devices/platform/coretemp.0"));
    String chip = "chip=platform_coretemp_0,sensor=";
    assertThat(machine.collect(new HwmonCollector(machine.metrics, machine.files)))
        .containsExactlyInAnyOrder(
            "node_hwmon_chip_names{chip=odd_chip,chip_name=odd_chip} 1",
            "node_hwmon_chip_names{chip=platform_coretemp_0,chip_name=coretemp} 1",
            "node_hwmon_curr_max_amps{" + chip + "curr1} 1.5",
            "node_hwmon_energy_joule_total{" + chip + "energy1} 2.5",
            "node_hwmon_fan_pulses{" + chip + "fan1} 2",
            "node_hwmon_fan_rpm{" + chip + "fan1} 1500",
            "node_hwmon_freq_freq_mhz{" + chip + "sclk} 900",
            "node_hwmon_humidity{" + chip + "humidity1} 0.42",
            "node_hwmon_in_alarm{" + chip + "in0} 1",
            "node_hwmon_in_beep_enabled{" + chip + "in0} 0",
            "node_hwmon_in_volts{" + chip + "in0} 1.02",
            "node_hwmon_power_average_interval_seconds{" + chip + "power1} 0.25",
            "node_hwmon_power_average_watt{" + chip + "power1} 5",
            "node_hwmon_pwm{" + chip + "pwm1} 77",
            "node_hwmon_pwm_enable{" + chip + "pwm1} 5",
            "node_hwmon_sensor_label{chip=platform_coretemp_0,label=sclk,sensor=freq1} 1",
            "node_hwmon_sensor_label{chip=platform_coretemp_0,label=Core 0,sensor=temp1} 1",
            "node_hwmon_temp_celsius{chip=odd_chip,sensor=temp1} 1",
            "node_hwmon_temp_celsius{" + chip + "temp1} 55",
            "node_hwmon_temp_crit_alarm_celsius{" + chip + "temp1} 0",
            "node_hwmon_temp_crit_celsius{" + chip + "temp1} 100",
            "node_hwmon_update_interval_seconds{" + chip + "update_interval0} 0.1");
  }

  @Test
  void hwmonTellsChipsOnOneDeviceApart() throws Exception {
    machine
        .attributes("sys/class/hwmon/hwmon0", "name", "a", "temp1_input", "1000")
        .attributes("sys/class/hwmon/hwmon1", "name", "b", "temp1_input", "2000")
        .attributes("sys/devices/x/dev", "uevent", "x");
    for (String hwmon : List.of("hwmon0", "hwmon1")) {
      Files.createSymbolicLink(
          folder.resolve("sys/class/hwmon/" + hwmon + "/device"),
          folder.resolve("sys/devices/x/dev"));
    }
    assertThat(machine.collect(new HwmonCollector(machine.metrics, machine.files)))
        .contains(
            "node_hwmon_temp_celsius{chip=x_dev_a,sensor=temp1} 1",
            "node_hwmon_temp_celsius{chip=x_dev_b,sensor=temp1} 2");
  }

  @Test
  void mdadm() throws Exception {
    machine
        .file(
            "proc/mdstat",
            """
            Personalities : [raid1] [raid0]
            md0 : active raid1 sdc[2](S) sdb1[1] sda1[0](F)
                  248896 blocks [2/1] [_U]
                  [==>..................]  recovery =  8.5% (16775/195310144) finish=17.0min

            md1 : active raid0 sda5[0] sdb5[1]
                  7932 blocks super 1.2 512k chunks

            md2 : inactive sda3[0](F) sdb3[1](S)
                  4883 blocks

            md3 : active raid1 sdb2[1] sda2[0]
                  100 blocks [2/2] [UU]
                    resync=DELAYED
            unused devices: <none>
            """)
        .attributes("sys/block/md0/md", "raid_disks", "2", "degraded", "1")
        .attributes("sys/block/md1/md", "raid_disks", "2");
    assertThat(machine.collect(new MdadmCollector(machine.metrics, machine.files)))
        .contains(
            "node_md_blocks{device=md0} 248896",
            "node_md_blocks_synced{device=md0} 16775",
            "node_md_blocks_synced{device=md1} 7932",
            "node_md_blocks_synced{device=md3} 0",
            "node_md_degraded{device=md0} 1",
            "node_md_degraded{device=md1} 0",
            "node_md_disks{device=md0,state=active} 1",
            "node_md_disks{device=md0,state=failed} 1",
            "node_md_disks{device=md0,state=spare} 1",
            "node_md_disks{device=md1,state=active} 2",
            "node_md_disks{device=md2,state=active} 0",
            "node_md_disks_required{device=md0} 2",
            "node_md_disks_required{device=md2} 0",
            "node_md_raid_disks{device=md0} 2",
            "node_md_state{device=md0,state=active} 0",
            "node_md_state{device=md0,state=recovering} 1",
            "node_md_state{device=md2,state=inactive} 1",
            "node_md_state{device=md3,state=resync} 1");
  }

  @Test
  void edac() throws Exception {
    String controller = "sys/devices/system/edac/mc/mc0";
    machine
        .attributes(
            controller,
            "ce_count",
            "1",
            "ue_count",
            "5",
            "ce_noinfo_count",
            "2",
            "ue_noinfo_count",
            "6")
        .attributes(controller + "/csrow0", "ce_count", "3", "ue_count", "4");
    EdacCollector edac = new EdacCollector(machine.metrics, machine.files);
    assertThat(machine.collect(edac))
        .containsExactly(
            "node_edac_correctable_errors_total{controller=0} 1",
            "node_edac_csrow_correctable_errors_total{controller=0,csrow=0} 3",
            "node_edac_csrow_correctable_errors_total{controller=0,csrow=unknown} 2",
            "node_edac_csrow_uncorrectable_errors_total{controller=0,csrow=0} 4",
            "node_edac_csrow_uncorrectable_errors_total{controller=0,csrow=unknown} 6",
            "node_edac_uncorrectable_errors_total{controller=0} 5");
    machine.file(controller + "/ce_count", "many");
    assertThatThrownBy(() -> machine.collect(edac)).hasMessageContaining("holds no number");
  }

  @Test
  void cpufreq() throws Exception {
    machine.attributes(
        "sys/devices/system/cpu/cpu0/cpufreq",
        "scaling_cur_freq",
        "1699981",
        "scaling_max_freq",
        "3700000",
        "cpuinfo_min_freq",
        "800000",
        "scaling_governor",
        "powersave",
        "scaling_available_governors",
        "performance powersave");
    assertThat(machine.collect(new CpufreqCollector(machine.metrics, machine.files)))
        .containsExactly(
            "node_cpu_frequency_min_hertz{cpu=0} 800000000",
            "node_cpu_scaling_frequency_hertz{cpu=0} 1699981000",
            "node_cpu_scaling_frequency_max_hertz{cpu=0} 3700000000",
            "node_cpu_scaling_governor{cpu=0,governor=performance} 0",
            "node_cpu_scaling_governor{cpu=0,governor=powersave} 1");
  }

  @Test
  void bonding() throws Exception {
    machine
        .attributes("sys/class/net", "bonding_masters", "bond0")
        .attributes("sys/class/net/bond0/bonding", "slaves", "eth0 eth1")
        .attributes("sys/class/net/bond0/lower_eth0/bonding_slave", "mii_status", "up")
        .attributes("sys/class/net/bond0/slave_eth1/bonding_slave", "mii_status", "down");
    assertThat(machine.collect(new BondingCollector(machine.metrics, machine.files)))
        .containsExactly(
            "node_bonding_active{master=bond0} 1", "node_bonding_slaves{master=bond0} 2");
  }

  @Test
  void nvmeCountsInSectors() throws Exception {
    machine
        .attributes(
            "sys/class/nvme/nvme0",
            "firmware_rev",
            "1B2",
            "model",
            "M",
            "serial",
            "S",
            "state",
            "live",
            "cntlid",
            "5")
        .attributes("sys/class/nvme/nvme0/nvme0c0n1", "size", "1000", "nuse", "50")
        .attributes("sys/class/nvme/nvme0/nvme0c0n1/queue", "logical_block_size", "4096");
    assertThat(machine.collect(new NvmeCollector(machine.metrics, machine.files)))
        .containsExactly(
            "node_nvme_info{cntlid=5,device=nvme0,firmware_revision=1B2,model=M,serial=S,"
                + "state=live} 1",
            "node_nvme_namespace_capacity_bytes{device=nvme0,nsid=1} 512000",
            "node_nvme_namespace_info{ana_state=unknown,device=nvme0,nsid=1} 1",
            "node_nvme_namespace_logical_block_size_bytes{device=nvme0,nsid=1} 4096",
            "node_nvme_namespace_size_bytes{device=nvme0,nsid=1} 512000",
            "node_nvme_namespace_used_bytes{device=nvme0,nsid=1} 204800");
  }

  @Test
  void raplPowerSupplyDmiAndWatchdog() throws Exception {
    machine
        .attributes(
            "sys/class/powercap/intel-rapl:0", "name", "package-0", "energy_uj", "240422366267")
        .attributes(
            "sys/class/powercap/intel-rapl:0:0", "name", "core", "energy_uj", "118821284256")
        .attributes(
            "sys/class/power_supply/BAT0",
            "capacity",
            "81",
            "energy_now",
            "36580000",
            "temp",
            "305",
            "status",
            "Discharging")
        .attributes("sys/class/dmi/id", "sys_vendor", "ACME", "product_name", "Anvil")
        .attributes("sys/class/watchdog/watchdog0", "timeout", "60", "state", "active");
    assertThat(machine.collect(new RaplCollector(machine.metrics, machine.files)))
        .containsExactly(
            "node_rapl_core_joules_total{index=0,path="
                + folder
                + "/sys/class/powercap/intel-rapl:0:0} 118821.284256",
            "node_rapl_package_joules_total{index=0,path="
                + folder
                + "/sys/class/powercap/intel-rapl:0} 240422.366267");
    assertThat(machine.collect(new PowerSupplyCollector(machine.metrics, machine.files)))
        .hasSize(4)
        .contains(
            "node_power_supply_capacity{power_supply=BAT0} 81",
            "node_power_supply_energy_watthour{power_supply=BAT0} 36.58",
            "node_power_supply_temp_celsius{power_supply=BAT0} 30.5")
        .anyMatch(line -> line.contains("status=Discharging"));
    assertThat(machine.collect(new DmiCollector(machine.metrics, machine.files)))
        .singleElement()
        .asString()
        .contains("system_vendor=ACME")
        .contains("product_name=Anvil");
    assertThat(machine.collect(new WatchdogCollector(machine.metrics, machine.files)))
        .contains("node_watchdog_timeout_seconds{name=watchdog0} 60")
        .hasSize(2);
  }

  @Test
  void xfs() throws Exception {
    machine.file(
        "sys/fs/xfs/sda1/stats/stats",
        """
        extent_alloc 1 2 3 4
        rw 28 14
        vnodes 10 0 0 0 5 6 7 0
        unknown 9
        """);
    assertThat(machine.collect(new XfsCollector(machine.metrics, machine.files)))
        .hasSize(4 + 2 + 7)
        .contains(
            "node_xfs_extent_allocation_extents_freed_total{device=sda1} 3",
            "node_xfs_read_calls_total{device=sda1} 14",
            "node_xfs_write_calls_total{device=sda1} 28",
            "node_xfs_vnode_reclaim_total{device=sda1} 6");
  }

  @Test
  void whatTheMachineDoesNotHaveIsNoData() {
    List<Collector> collectors =
        List.of(
            new HwmonCollector(machine.metrics, machine.files),
            new BondingCollector(machine.metrics, machine.files),
            new DmiCollector(machine.metrics, machine.files),
            new NvmeCollector(machine.metrics, machine.files),
            new RaplCollector(machine.metrics, machine.files),
            new PowerSupplyCollector(machine.metrics, machine.files),
            new WatchdogCollector(machine.metrics, machine.files));
    for (Collector collector : collectors) {
      assertThatThrownBy(collector::collect)
          .as(collector.name())
          .isInstanceOf(NoDataException.class);
    }
  }
}
