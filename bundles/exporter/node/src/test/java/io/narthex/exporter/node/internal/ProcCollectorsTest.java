// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.exporter.node.NodeExporterConfig;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcCollectorsTest {

  private static final NodeExporterConfig DEFAULTS = NodeExporterConfig.defaults();

  @TempDir Path folder;
  private Machine machine;

  @BeforeEach
  void machine() throws IOException {
    machine = new Machine(folder);
  }

  @Test
  void stat() throws Exception {
    machine.file(
        "proc/stat",
        """
        cpu  10 20
        cpu0 5 10
        intr 8885917 17 0 0
        ctxt 38014093
        btime 1418183276
        processes 26442
        procs_running 2
        procs_blocked 1
        softirq 5057579 250191
        """);
    assertThat(machine.collect(new StatCollector(machine.metrics, machine.files)))
        .containsExactly(
            "node_boot_time_seconds 1418183276",
            "node_context_switches_total 38014093",
            "node_forks_total 26442",
            "node_intr_total 8885917",
            "node_procs_blocked 1",
            "node_procs_running 2");
  }

  @Test
  void loadavg() throws Exception {
    machine.file("proc/loadavg", "0.21 0.37 1.39 1/719 19737\n");
    assertThat(machine.collect(new LoadavgCollector(machine.metrics, machine.files)))
        .containsExactly("node_load1 0.21", "node_load15 1.39", "node_load5 0.37");
  }

  @Test
  void meminfoTellsKnownFieldsInBytes() throws Exception {
    machine.file(
        "proc/meminfo",
        """
        MemTotal:        3742148 kB
        Active(anon):        100 kB
        HugePages_Total:       7
        Hugepagesize:       2048 kB
        SomethingNew:          1 kB
        """);
    assertThat(machine.collect(new MeminfoCollector(machine.metrics, machine.files)))
        .containsExactly(
            "node_memory_Active_anon_bytes 102400",
            "node_memory_HugePages_Total 7",
            "node_memory_Hugepagesize_bytes 2097152",
            "node_memory_MemTotal_bytes 3831959552");
  }

  @Test
  void vmstatTellsChosenFields() throws Exception {
    machine.file(
        "proc/vmstat", "nr_free_pages 977769\npgpgin 7344136\npgmajfault 31\noom_kill 0\n");
    assertThat(
            machine.collect(new VmstatCollector(machine.metrics, machine.files, DEFAULTS.vmstat())))
        .containsExactly(
            "untyped node_vmstat_oom_kill 0",
            "untyped node_vmstat_pgmajfault 31",
            "untyped node_vmstat_pgpgin 7344136");
  }

  @Test
  void netstatReadsPairsOfLinesAndTheTableOfIpv6() throws Exception {
    machine
        .file("proc/net/netstat", "TcpExt: SyncookiesSent Other\nTcpExt: 3 4\n")
        .file("proc/net/snmp", "Tcp: MaxConn CurrEstab\nTcp: -1 5\nUdp: NoPorts\nUdp: 9\n")
        .file("proc/net/snmp6", "Ip6InOctets   \t460\nUdp6NoPorts 1\nIcmp6OutType135 2\n");
    assertThat(
            machine.collect(
                new NetstatCollector(machine.metrics, machine.files, DEFAULTS.netstat())))
        .containsExactly(
            "untyped node_netstat_Ip6_InOctets 460",
            "untyped node_netstat_TcpExt_SyncookiesSent 3",
            "untyped node_netstat_Tcp_CurrEstab 5",
            "untyped node_netstat_Udp6_NoPorts 1",
            "untyped node_netstat_Udp_NoPorts 9");
  }

  @Test
  void netstatRefusesTablesThatDoNotMatch() throws Exception {
    machine.file("proc/net/netstat", "TcpExt: A B\nTcpExt: 3\n").file("proc/net/snmp", "");
    NetstatCollector collector =
        new NetstatCollector(machine.metrics, machine.files, DEFAULTS.netstat());
    assertThatThrownBy(() -> machine.collect(collector))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("proc/net/netstat:2:")
        .hasMessageContaining("expected a number");
  }

  @Test
  void sockstat() throws Exception {
    machine
        .file("proc/net/sockstat", "sockets: used 229\nTCP: inuse 4 orphan 0 tw 4 alloc 17 mem 2\n")
        .file("proc/net/sockstat6", "TCP6: inuse 17\nFRAG6: inuse 0 memory 3\n");
    assertThat(
            machine.collect(
                new SockstatCollector(machine.metrics, machine.files, new FakeKernel())))
        .containsExactly(
            "node_sockstat_FRAG6_inuse 0",
            "node_sockstat_FRAG6_memory 3",
            "node_sockstat_TCP6_inuse 17",
            "node_sockstat_TCP_alloc 17",
            "node_sockstat_TCP_inuse 4",
            "node_sockstat_TCP_mem 2",
            "node_sockstat_TCP_mem_bytes 32768",
            "node_sockstat_TCP_orphan 0",
            "node_sockstat_TCP_tw 4",
            "node_sockstat_sockets_used 229");
  }

  @Test
  void softnetReadsShortAndLongLines() throws Exception {
    machine.file(
        "proc/net/softnet_stat",
        """
        00049279 00000001 00000002 00000000 00000000 00000000 00000000 00000000 00000003 0000000a
        0000ff10 00000000 00000000 0 0 0 0 0 0 0 00000004 00000005 00000007
        """);
    assertThat(machine.collect(new SoftnetCollector(machine.metrics, machine.files)))
        .containsExactly(
            "node_softnet_backlog_len{cpu=0} 0",
            "node_softnet_backlog_len{cpu=7} 5",
            "node_softnet_cpu_collision_total{cpu=0} 3",
            "node_softnet_cpu_collision_total{cpu=7} 0",
            "node_softnet_dropped_total{cpu=0} 1",
            "node_softnet_dropped_total{cpu=7} 0",
            "node_softnet_flow_limit_count_total{cpu=0} 0",
            "node_softnet_flow_limit_count_total{cpu=7} 4",
            "node_softnet_processed_total{cpu=0} 299641",
            "node_softnet_processed_total{cpu=7} 65296",
            "node_softnet_received_rps_total{cpu=0} 10",
            "node_softnet_received_rps_total{cpu=7} 0",
            "node_softnet_times_squeezed_total{cpu=0} 2",
            "node_softnet_times_squeezed_total{cpu=7} 0");
  }

  @Test
  void conntrackSumsOverProcessors() throws Exception {
    machine
        .attributes(
            "proc/sys/net/netfilter", "nf_conntrack_count", "123", "nf_conntrack_max", "65536")
        .file(
            "proc/net/stat/nf_conntrack",
            """
            entries  clashres found new invalid ignore insert insert_failed drop early_drop
            00000021  00000000 00000001 00000000 00000003 00000004 00000005 6 7 8
            00000021  00000000 0000000f 00000000 00000001 00000000 00000000 0 0 0
            """);
    assertThat(machine.collect(new ConntrackCollector(machine.metrics, machine.files)))
        .containsExactly(
            "node_nf_conntrack_entries 123",
            "node_nf_conntrack_entries_limit 65536",
            "node_nf_conntrack_stat_drop 7",
            "node_nf_conntrack_stat_early_drop 8",
            "node_nf_conntrack_stat_found 16",
            "node_nf_conntrack_stat_ignore 4",
            "node_nf_conntrack_stat_insert 5",
            "node_nf_conntrack_stat_insert_failed 6",
            "node_nf_conntrack_stat_invalid 4",
            "node_nf_conntrack_stat_search_restart 0");
  }

  @Test
  void entropyFilefdAndHungTasks() throws Exception {
    machine
        .attributes("proc/sys/kernel/random", "entropy_avail", "1337", "poolsize", "4096")
        .file("proc/sys/fs/file-nr", "1024\t0\t1631329\n")
        .file("proc/sys/kernel/hung_task_detect_count", "2\n");
    assertThat(machine.collect(new EntropyCollector(machine.metrics, machine.files)))
        .containsExactly("node_entropy_available_bits 1337", "node_entropy_pool_size_bits 4096");
    assertThat(machine.collect(new FilefdCollector(machine.metrics, machine.files)))
        .containsExactly("node_filefd_allocated 1024", "node_filefd_maximum 1631329");
    assertThat(machine.collect(new KernelHungCollector(machine.metrics, machine.files)))
        .containsExactly("node_kernel_hung_tasks_total 2");
  }

  @Test
  void arpCountsByDevice() throws Exception {
    machine.file(
        "proc/net/arp",
        """
        IP address       HW type     Flags       HW address            Mask     Device
        192.168.1.1      0x1         0x2         cc:aa:dd:ee:aa:bb     *        eth0
        192.168.1.2      0x1         0x2         bb:cc:dd:ee:ff:aa     *        eth0
        192.168.1.3      0x1         0x2         aa:bb:cc:dd:ee:ff     *        nope
        """);
    assertThat(machine.collect(new ArpCollector(machine.metrics, machine.files)))
        .containsExactly("node_arp_entries{device=eth0} 2", "node_arp_entries{device=nope} 1");
  }

  @Test
  void udpQueuesSumOverSockets() throws Exception {
    machine.file(
        "proc/net/udp",
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt
          0: 00000000:0016 00000000:0000 0A 00000015:00000000 00:00000000 00000000
          1: 00000000:0017 00000000:0000 0A 00000001:00000010 00:00000000 00000000
        """);
    assertThat(machine.collect(new UdpQueuesCollector(machine.metrics, machine.files)))
        .containsExactly(
            "node_udp_queues{ip=v4,queue=rx} 16", "node_udp_queues{ip=v4,queue=tx} 22");
  }

  @Test
  void pressureInSeconds() throws Exception {
    machine
        .file("proc/pressure/cpu", "some avg10=0.00 avg60=0.00 avg300=0.00 total=14036781\n")
        .file(
            "proc/pressure/io",
            """
            some avg10=0.18 avg60=0.34 avg300=0.10 total=159886802
            full avg10=0.18 avg60=0.34 avg300=0.10 total=159229614
            """)
        .file("proc/pressure/irq", "full avg10=0.00 avg60=0.00 avg300=0.00 total=8494\n");
    assertThat(machine.collect(new PressureCollector(machine.metrics, machine.files)))
        .containsExactly(
            "node_pressure_cpu_waiting_seconds_total 14.036781",
            "node_pressure_io_stalled_seconds_total 159.229614",
            "node_pressure_io_waiting_seconds_total 159.886802",
            "node_pressure_irq_stalled_seconds_total 0.008494");
  }

  @Test
  void pressureWithoutKernelSupportIsNoData() {
    PressureCollector collector = new PressureCollector(machine.metrics, machine.files);
    assertThatThrownBy(() -> machine.collect(collector)).isInstanceOf(NoDataException.class);
  }

  @Test
  void schedstat() throws Exception {
    machine.file(
        "proc/schedstat",
        """
        version 15
        timestamp 15819019232
        cpu0 498494191 0 3533438552 2553969831 3853684107 2465731542 2045936778163039 343796328169361 4767485306
        domain0 00000000,00000003 212499247 210112015
        """);
    assertThat(machine.collect(new SchedstatCollector(machine.metrics, machine.files)))
        .containsExactly(
            "node_schedstat_running_seconds_total{cpu=0} 2045936.778163039",
            "node_schedstat_timeslices_total{cpu=0} 4767485306",
            "node_schedstat_waiting_seconds_total{cpu=0} 343796.328169361");
  }

  @Test
  void unameTimeAndOs() throws Exception {
    machine
        .attributes(
            "proc/sys/kernel",
            "ostype",
            "Linux",
            "osrelease",
            "6.1.0",
            "version",
            "#1 SMP",
            "hostname",
            "box",
            "domainname",
            "(none)",
            "arch",
            "riscv64")
        .attributes(
            "sys/devices/system/clocksource/clocksource0",
            "available_clocksource",
            "tsc hpet ",
            "current_clocksource",
            "tsc")
        .file(
            "root/etc/os-release",
            """
            # comment
            NAME="Fancy Linux"
            ID=fancy
            VERSION_ID='20.04.1'
            SUPPORT_END=2030-01-02
            """);
    assertThat(machine.collect(new UnameCollector(machine.metrics, machine.files)))
        .containsExactly(
            "node_uname_info{domainname=(none),machine=riscv64,nodename=box,release=6.1.0,"
                + "sysname=Linux,version=#1 SMP} 1");
    Clock clock = Clock.fixed(Instant.ofEpochSecond(1000, 500_000_000), ZoneId.of("Asia/Tokyo"));
    assertThat(machine.collect(new TimeCollector(machine.metrics, machine.files, clock)))
        .containsExactly(
            "node_time_clocksource_available_info{clocksource=hpet,device=0} 1",
            "node_time_clocksource_available_info{clocksource=tsc,device=0} 1",
            "node_time_clocksource_current_info{clocksource=tsc,device=0} 1",
            "node_time_seconds 1000.5",
            "node_time_zone_offset_seconds{time_zone=JST} 32400");
    assertThat(machine.collect(new OsCollector(machine.metrics, machine.files)))
        .containsExactly(
            "node_os_info{build_id=,id=fancy,id_like=,image_id=,image_version=,name=Fancy Linux,"
                + "pretty_name=,variant=,variant_id=,version=,version_codename=,version_id=20.04.1} 1",
            "node_os_support_end_timestamp_seconds 1893542400",
            "node_os_version{id=fancy,id_like=,name=Fancy Linux} 20.04");
  }

  @Test
  void timexInSecondsByTheNanoBit() throws Exception {
    assertThat(machine.collect(new TimexCollector(machine.metrics, new FakeKernel())))
        .contains(
            "node_timex_sync_status 1",
            "node_timex_status 8193",
            "node_timex_offset_seconds 0.002",
            "node_timex_frequency_adjustment_ratio 1.00001",
            "node_timex_maxerror_seconds 0.5",
            "node_timex_tick_seconds 0.01",
            "node_timex_pps_jitter_total 4",
            "node_timex_tai_offset_seconds 37")
        .hasSize(17);
  }

  @Test
  void selinuxModes() throws Exception {
    SelinuxCollector collector = new SelinuxCollector(machine.metrics, machine.files);
    assertThat(machine.collect(collector)).containsExactly("node_selinux_enabled 0");
    machine
        .file("sys/fs/selinux/enforce", "0")
        .file("root/etc/selinux/config", "# x\nSELINUX=enforcing\n");
    assertThat(machine.collect(collector))
        .containsExactly(
            "node_selinux_config_mode 1", "node_selinux_current_mode 0", "node_selinux_enabled 1");
  }

  @Test
  void aMissingFileIsToldAsSuch() {
    StatCollector collector = new StatCollector(machine.metrics, machine.files);
    assertThatThrownBy(() -> machine.collect(collector)).isInstanceOf(FileNotFoundException.class);
  }
}
