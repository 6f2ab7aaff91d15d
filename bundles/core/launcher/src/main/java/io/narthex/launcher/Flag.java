// SPDX-License-Identifier: Apache-2.0
package io.narthex.launcher;

import java.util.List;

/**
 * A command line flag of the server. Names are Prometheus' own where it has the flag.
 *
 * @param name the name without dashes; the framework property is {@code narthex.<name>}
 * @param kind what values it takes
 * @param defaultValue the value when it is not given, or empty for none
 * @param help a sentence for {@code --help}
 */
record Flag(String name, FlagKind kind, String defaultValue, String help) {

  /** All flags, in the order of {@code --help}. */
  static final List<Flag> ALL =
      List.of(
          new Flag(
              "config.file",
              FlagKind.TEXT,
              "",
              "Configuration file. Default: conf/prometheus.yml of the distribution."),
          new Flag(
              "config.auto-reload",
              FlagKind.BOOLEAN,
              "false",
              "Reload when the configuration's files change."),
          new Flag(
              "config.auto-reload-interval",
              FlagKind.DURATION,
              "30s",
              "How often --config.auto-reload looks at the files, at least 1s."),
          new Flag(
              "exporters.config.file",
              FlagKind.TEXT,
              "",
              "File that lists further exporter instances."),
          new Flag(
              "plugins.path",
              FlagKind.TEXT,
              "",
              "A further folder of plug-ins, watched as plugins/ is."),
          new Flag("storage.engine", FlagKind.TEXT, "local", "Type of the storage engine plug-in."),
          new Flag(
              "storage.tsdb.path",
              FlagKind.TEXT,
              "",
              "Folder for the data. Default: data/ of the distribution."),
          new Flag(
              "storage.tsdb.retention.time",
              FlagKind.DURATION,
              "",
              "How long samples are kept: y, w, d, h, m, s, ms. Default 15d when no size is"
                  + " given."),
          new Flag(
              "storage.tsdb.retention.size",
              FlagKind.SIZE,
              "0",
              "Most bytes that samples may take: B, KB, MB, GB, TB, PB, EB. 0 is no limit."),
          new Flag(
              "web.listen-address",
              FlagKind.ADDRESSES,
              "0.0.0.0:9090",
              "Address to listen on for API, UI and telemetry. May be repeated."),
          new Flag(
              "web.config.file",
              FlagKind.TEXT,
              "",
              "File with TLS, users and headers of the HTTP server; read again when it changes."),
          new Flag(
              "web.external-url",
              FlagKind.TEXT,
              "",
              "URL under which the server is reached from outside, for links it makes."),
          new Flag(
              "web.route-prefix",
              FlagKind.TEXT,
              "",
              "Prefix of all paths. Default: the path of --web.external-url."),
          new Flag(
              "web.read-timeout",
              FlagKind.DURATION,
              "5m",
              "Longest time to read a request and to keep an idle connection."),
          new Flag("web.max-connections", FlagKind.COUNT, "512", "Most simultaneous connections."),
          new Flag(
              "web.max-notifications-subscribers",
              FlagKind.COUNT,
              "16",
              "Most clients that follow /api/v1/notifications/live."),
          new Flag(
              "web.cors.origin",
              FlagKind.TEXT,
              ".*",
              "Regular expression for CORS origins, fully anchored."),
          new Flag(
              "web.enable-lifecycle",
              FlagKind.BOOLEAN,
              "false",
              "Allow reload and shutdown by HTTP."),
          new Flag(
              "web.enable-admin-api",
              FlagKind.BOOLEAN,
              "false",
              "Allow the admin API: deletes, snapshots."),
          new Flag(
              "web.enable-remote-write-receiver",
              FlagKind.BOOLEAN,
              "false",
              "Accept remote write at /api/v1/write."),
          new Flag(
              "query.lookback-delta",
              FlagKind.DURATION,
              "5m",
              "How far an instant selector looks back for a sample."),
          new Flag("query.timeout", FlagKind.DURATION, "2m", "Longest time a query may take."),
          new Flag(
              "query.max-concurrency",
              FlagKind.COUNT,
              "20",
              "Most queries that run at the same time."),
          new Flag(
              "query.max-samples",
              FlagKind.COUNT,
              "50000000",
              "Most samples that a query may hold in memory."),
          new Flag(
              "query.max-memory",
              FlagKind.COUNT,
              "",
              "Most bytes that a query may hold in memory. Default: a quarter of the heap."),
          new Flag(
              "query.warm-up",
              FlagKind.BOOLEAN,
              "true",
              "Have queries of stored metrics compiled while the server is at rest."),
          new Flag(
              "scrape.adjust-timestamps",
              FlagKind.BOOLEAN,
              "true",
              "Give a scrape that begins a little late the time at which it was due."),
          new Flag(
              "scrape.timestamp-tolerance",
              FlagKind.DURATION,
              "2ms",
              "How late that may be; at most a hundredth of the interval."),
          new Flag(
              "scrape.discovery-reload-interval",
              FlagKind.DURATION,
              "5s",
              "Least time between two updates of a job's targets by its discoveries."),
          new Flag(
              "enable-feature",
              FlagKind.NAMES,
              "",
              "Features to enable, separated by commas, by Prometheus' names. May be repeated."),
          new Flag(
              "log.level",
              FlagKind.LEVEL,
              "info",
              "Least severity to log: debug, info, warn, error."),
          new Flag(
              "log.format", FlagKind.LOG_FORMAT, "logfmt", "Format of log lines: logfmt, json."),
          new Flag(
              "shell", FlagKind.BOOLEAN, "false", "Open the Gogo shell on loopback, port 6666."));

  /** Returns the framework property that carries the value. */
  String property() {
    return "narthex." + name;
  }
}
