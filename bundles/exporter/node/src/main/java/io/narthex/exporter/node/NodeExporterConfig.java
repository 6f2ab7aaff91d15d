// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node;

import io.narthex.spi.config.Doc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be chosen, with the defaults of the node exporter's flags.
 *
 * @param collectors which collectors run
 * @param path where the machine's files are
 * @param filesystem which mounts are told of
 * @param diskstats which block devices are told of
 * @param netdev which network devices have traffic counted
 * @param netclass which network devices are described
 * @param netstat which protocol counters are told
 * @param vmstat which memory counters are told
 * @param cpu what is told of the processors
 * @param textfile where other programs leave metrics
 */
@Doc("Metrics of the machine, as the Prometheus node exporter names them.")
public record NodeExporterConfig(
    @Doc("Which collectors run.") Collectors collectors,
    @Doc("Where the machine's files are, for instance in a container.") Paths path,
    @Doc("Which mounted file systems are told of.") Filesystem filesystem,
    @Doc("Which block devices are told of.") Devices diskstats,
    @Doc("Which network devices have their traffic counted.") Devices netdev,
    @Doc("Which network devices are described.") Netclass netclass,
    @Doc("Which counters of the network protocols are told.") Fields netstat,
    @Doc("Which counters of the virtual memory are told.") Fields vmstat,
    @Doc("What is told of the processors.") Cpu cpu,
    @Doc("Where other programs leave metrics in files.") Textfile textfile) {

  private static final String DISKS_EXCLUDED =
      "^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+$";
  private static final String NETSTAT_FIELDS =
      "^(.*_(InErrors|InErrs)|Ip_Forwarding|Ip(6|Ext)_(InOctets|OutOctets)"
          + "|Icmp6?_(InMsgs|OutMsgs)"
          + "|TcpExt_(Listen.*|Syncookies.*|TCPSynRetrans|TCPTimeouts|TCPOFOQueue|TCPRcvQDrop)"
          + "|Tcp_(ActiveOpens|InSegs|OutSegs|OutRsts|PassiveOpens|RetransSegs|CurrEstab)"
          + "|Udp6?_(InDatagrams|OutDatagrams|NoPorts|RcvbufErrors|SndbufErrors))$";
  private static final String VMSTAT_FIELDS = "^(oom_kill|pgpg|pswp|pg.*fault).*";

  /** Puts the defaults in the place of what is absent. */
  @SuppressWarnings("ConstantValue") // The host binds null to absent keys.
  public NodeExporterConfig {
    collectors = collectors == null ? new Collectors(List.of(), List.of()) : collectors;
    path = path == null ? new Paths(null, null, null, null) : path;
    filesystem = filesystem == null ? new Filesystem(null, null, null, null, null) : filesystem;
    diskstats = (diskstats == null ? new Devices("", null) : diskstats).orExcluding(DISKS_EXCLUDED);
    netdev = (netdev == null ? new Devices("", null) : netdev).orExcluding("");
    netclass = netclass == null ? new Netclass(null) : netclass;
    netstat = netstat == null || netstat.fields == null ? new Fields(NETSTAT_FIELDS) : netstat;
    vmstat = vmstat == null || vmstat.fields == null ? new Fields(VMSTAT_FIELDS) : vmstat;
    cpu = cpu == null ? new Cpu(null, false) : cpu;
    textfile = textfile == null ? new Textfile(List.of()) : textfile;
  }

  /** Returns the configuration that holds when nothing is configured. */
  @SuppressWarnings("NullAway") // Absent keys are null, and the constructor knows them.
  public static NodeExporterConfig defaults() {
    return new NodeExporterConfig(null, null, null, null, null, null, null, null, null, null);
  }

  /**
   * Which collectors run.
   *
   * @param include the names of those that run; empty means all
   * @param exclude the names of those that do not
   */
  public record Collectors(
      @Doc("The collectors that run; all when empty.") List<String> include,
      @Doc("The collectors that do not run.") List<String> exclude) {

    @SuppressWarnings("ConstantValue")
    public Collectors {
      include = include == null ? List.of() : List.copyOf(include);
      exclude = exclude == null ? List.of() : List.copyOf(exclude);
      if (!include.isEmpty() && !exclude.isEmpty()) {
        throw new IllegalArgumentException(
            "collectors: include and exclude cannot both be given; keep one of them");
      }
    }
  }

  /**
   * Where the machine's files are.
   *
   * @param procfs the mount point of proc
   * @param sysfs the mount point of sys
   * @param rootfs the root of the machine's file systems
   * @param udevData the data of udev
   */
  public record Paths(
      @Doc("The mount point of procfs; /proc.") @Nullable Path procfs,
      @Doc("The mount point of sysfs; /sys.") @Nullable Path sysfs,
      @Doc("The root of the machine's file systems; /.") @Nullable Path rootfs,
      @Doc("Where udev keeps its data; /run/udev/data.") @Nullable Path udevData) {}

  /**
   * Which mounts are told of. A file system is left out when its mount point or its type matches an
   * exclude, or fails to match an include.
   *
   * @param mountPointsExclude a regular expression
   * @param mountPointsInclude a regular expression, instead of the exclude
   * @param fsTypesExclude a regular expression
   * @param fsTypesInclude a regular expression, instead of the exclude
   * @param mountTimeout how long a mount may take to answer
   */
  public record Filesystem(
      @Doc("Regular expression of mount points to leave out.") @Nullable String mountPointsExclude,
      @Doc("Regular expression of mount points to keep.") @Nullable String mountPointsInclude,
      @Doc("Regular expression of file system types to leave out.") @Nullable String fsTypesExclude,
      @Doc("Regular expression of file system types to keep.") @Nullable String fsTypesInclude,
      @Doc("How long a mount may take to answer; 5s.") @Nullable Duration mountTimeout) {

    private static final String MOUNTS_EXCLUDED =
        "^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)";
    private static final String TYPES_EXCLUDED =
        "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs"
            + "|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs"
            + "|squashfs|erofs|sysfs|tracefs)$";

    /** Returns which mount points are told of. */
    public Devices mountPoints() {
      return new Devices(mountPointsInclude, mountPointsExclude).orExcluding(MOUNTS_EXCLUDED);
    }

    /** Returns which types are told of. */
    public Devices fsTypes() {
      return new Devices(fsTypesInclude, fsTypesExclude).orExcluding(TYPES_EXCLUDED);
    }

    /** Returns how long a mount may take to answer. */
    public Duration timeout() {
      return mountTimeout == null ? Duration.ofSeconds(5) : mountTimeout;
    }
  }

  /**
   * Names that are told of.
   *
   * @param deviceInclude a regular expression of names to keep, or empty
   * @param deviceExclude a regular expression of names to leave out, or empty
   */
  public record Devices(
      @Doc("Regular expression of names to keep.") @Nullable String deviceInclude,
      @Doc("Regular expression of names to leave out.") @Nullable String deviceExclude) {

    /** Checks that not both are given. */
    public Devices {
      if (given(deviceInclude) && given(deviceExclude)) {
        throw new IllegalArgumentException(
            "an include and an exclude cannot both be given; keep one of them");
      }
    }

    private static boolean given(@Nullable String pattern) {
      return pattern != null && !pattern.isEmpty();
    }

    Devices orExcluding(String pattern) {
      boolean chosen = given(deviceInclude) || deviceExclude != null;
      return chosen ? this : new Devices(null, pattern);
    }
  }

  /**
   * Which network devices are described.
   *
   * @param ignoredDevices a regular expression of names to leave out
   */
  public record Netclass(
      @Doc("Regular expression of network devices to leave out.")
          @Nullable String ignoredDevices) {}

  /**
   * Which counters are told.
   *
   * @param fields a regular expression of names
   */
  public record Fields(@Doc("Regular expression of the fields to tell.") @Nullable String fields) {}

  /**
   * What is told of the processors.
   *
   * @param guest whether time spent in guests is told; true when absent
   * @param info whether the processors are described
   */
  public record Cpu(
      @Doc("Whether time spent in guests is told; true.") @Nullable Boolean guest,
      @Doc("Whether the processors are described by node_cpu_info.") boolean info) {}

  /**
   * Where other programs leave metrics.
   *
   * @param directories folders with files named {@code *.prom}
   */
  public record Textfile(@Doc("Folders with files named *.prom.") List<Path> directories) {

    @SuppressWarnings("ConstantValue")
    public Textfile {
      directories = directories == null ? List.of() : List.copyOf(directories);
    }
  }
}
