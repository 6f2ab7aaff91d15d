// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.dns;

import io.narthex.spi.discovery.TargetDiscovery;
import io.narthex.spi.discovery.TargetGroup;
import io.narthex.spi.discovery.TargetSink;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;

/**
 * Looks all names up at once, again and again. Each name is a group; one that cannot be looked up
 * just now takes part with the targets that it last had.
 */
final class DnsDiscovery implements TargetDiscovery {

  private static final String META = "__meta_dns_";

  private final DnsSdConfig configuration;
  private final RecordType type;
  private final Supplier<ResolverSettings> settings;
  private final DnsSdMetrics metrics;

  /** The last good group of each name. */
  private final Map<String, TargetGroup> groups = new LinkedHashMap<>();

  /**
   * Makes a discovery.
   *
   * @param settings asked before each round
   * @param metrics counts the look-ups
   */
  DnsDiscovery(
      DnsSdConfig configuration, Supplier<ResolverSettings> settings, DnsSdMetrics metrics) {
    this.metrics = metrics;
    this.configuration = configuration;
    this.type = RecordType.of(configuration.type());
    this.settings = settings;
  }

  @Override
  public void run(TargetSink sink) throws InterruptedException {
    while (true) {
      long start = System.nanoTime();
      List<String> problems = lookUp();
      if (problems.size() < configuration.names().size()) {
        sink.replaceAll(List.copyOf(groups.values()));
      }
      if (!problems.isEmpty()) {
        sink.failed(String.join("; ", problems));
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      sink.refreshed(took);
      Thread.sleep(configuration.refreshInterval().minus(took));
    }
  }

  /** Looks all names up and returns what went wrong. */
  private List<String> lookUp() throws InterruptedException {
    DnsLookup lookup = new DnsLookup(settings.get(), type);
    Map<String, Future<List<Record>>> answers = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String name : configuration.names()) {
        answers.put(name, executor.submit(() -> lookup.records(name)));
      }
      for (Map.Entry<String, Future<List<Record>>> answer : answers.entrySet()) {
        String name = answer.getKey();
        metrics.lookedUp();
        try {
          groups.put(name, group(name, answer.getValue().get()));
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof IOException known)) {
            throw new IllegalStateException("looking up \"" + name + "\" failed", e.getCause());
          }
          metrics.failed();
          problems.add(String.valueOf(known.getMessage()));
        } catch (InterruptedException e) {
          executor.shutdownNow();
          throw e;
        }
      }
    }
    return problems;
  }

  private TargetGroup group(String name, List<Record> records) {
    List<Labels> targets = new ArrayList<>();
    for (Record record : records) {
      LabelsBuilder labels = new LabelsBuilder();
      String address = address(record, labels);
      if (address != null) {
        targets.add(labels.set("__address__", address).set(META + "name", name).build());
      }
    }
    return new TargetGroup(name, targets, Labels.empty());
  }

  /** Adds the labels of a record's own and returns its address, or null when it is no target. */
  private @Nullable String address(Record record, LabelsBuilder labels) {
    return switch (record) {
      case SRVRecord srv -> {
        labels
            .set(META + "srv_record_target", srv.getTarget().toString())
            .set(META + "srv_record_port", Integer.toString(srv.getPort()));
        yield address(srv.getTarget(), srv.getPort());
      }
      case MXRecord mx -> {
        labels.set(META + "mx_record_target", mx.getTarget().toString());
        yield address(mx.getTarget(), configuration.port());
      }
      case NSRecord ns -> {
        labels.set(META + "ns_record_target", ns.getTarget().toString());
        yield address(ns.getTarget(), configuration.port());
      }
      case ARecord a -> HostPort.of(a.getAddress(), configuration.port());
      case AAAARecord aaaa -> HostPort.of(aaaa.getAddress(), configuration.port());
      // A CNAME leads to the records behind it, signatures accompany them.
      default -> null;
    };
  }

  /** By RFC 2782 and RFC 7505 the root's name says that there is no such service. */
  private static @Nullable String address(Name host, int port) {
    return host.equals(Name.root) ? null : HostPort.of(host.toString(true), port);
  }
}
