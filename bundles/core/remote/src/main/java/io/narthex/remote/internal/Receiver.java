// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import io.narthex.exposition.SeriesHash;
import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.model.MetricType;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.CommitResult;
import io.narthex.spi.storage.LimitExceededException;
import io.narthex.spi.storage.StorageEngine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Puts the messages {@code WriteRequest} of remote write 1.0 into one storage engine. Safe for
 * several threads, each with a session of its own.
 *
 * <p>Requests hold the read side of {@link #sweep} from looking up series to writing them, so that
 * no column is given back, and given to another series, between the two.
 */
final class Receiver implements AutoCloseable {

  /** Samples further in the future are refused. */
  private static final Duration MAX_AHEAD = Duration.ofMinutes(10);

  /** A series without samples for that long loses its column. */
  private static final int IDLE_MINUTES = 30;

  /** When so many series have ended, and one in so many, they are not kept until the next look. */
  private static final int MANY_ENDED = 1 << 12;

  private static final int ENDED_SHARE = 16;

  private final InstantSource clock;
  private final ReceiverMetrics metrics;
  private final VirtualTargets targets;
  private final SeriesTable series = new SeriesTable();
  private final ReentrantReadWriteLock sweep = new ReentrantReadWriteLock();
  // Guarded by that lock.
  private boolean closed;

  Receiver(StorageEngine storage, InstantSource clock, ReceiverMetrics metrics) {
    this.clock = clock;
    this.metrics = metrics;
    this.targets = new VirtualTargets(storage);
  }

  /** What one thread uses for its request. */
  static final class Session {
    private final WireReader wire = new WireReader();
    private final WireReader labelWire = new WireReader();
    private final SeriesLabels labels = new SeriesLabels();
    private final VirtualTargets.Last lastTarget = new VirtualTargets.Last();
    private final RequestSeries series = new RequestSeries();
    private final List<@Nullable Labels> named = new ArrayList<>();
    private final SampleBatch batch = new SampleBatch();
    private final List<MetricMetadata> metadata = new ArrayList<>();
    private int invalidSamples;
    private int futureSamples;
    private String firstFuture = "";
  }

  /**
   * Takes a request.
   *
   * @param message holds the protobuf message in its first {@code length} bytes
   * @return false when the receiver has ended and nothing was stored; to be sent again
   * @throws BadRequestException when it cannot be read, or samples were refused; those that were
   *     not refused are stored
   * @throws io.narthex.spi.storage.StorageException when it could not be stored; to be sent again
   */
  boolean take(Session session, byte[] message, int length) throws BadRequestException {
    long now = clock.millis();
    sweep.readLock().lock();
    try {
      if (closed) {
        return false;
      }
      clear(session);
      session.wire.begin(message, 0, length);
      read(session, message, now);
      metrics.received(session.batch.size(), session.invalidSamples);
      List<CommitResult> results = session.batch.write(targets);
      writeMetadata(session.metadata);
      tellRefusals(session, results);
      return true;
    } finally {
      sweep.readLock().unlock();
    }
  }

  private static void clear(Session session) {
    session.series.clear();
    session.named.clear();
    session.batch.clear();
    session.metadata.clear();
    session.invalidSamples = 0;
    session.futureSamples = 0;
    session.firstFuture = "";
  }

  private void read(Session session, byte[] message, long now) throws BadRequestException {
    int time = (int) (now / 60_000);
    index(session);
    if (!session.series.find(series, message, time)) {
      name(session, message);
      register(session, message, time);
    }
    for (int i = 0; i < session.series.size(); i++) {
      samples(session, i, now);
    }
  }

  private static void index(Session session) throws BadRequestException {
    WireReader wire = session.wire;
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case 1 << 3 | WireReader.BYTES -> session.series.add(wire);
        case 3 << 3 | WireReader.BYTES -> session.metadata.add(metadata(wire));
        default -> wire.skip(tag);
      }
    }
  }

  /** Parses the labels of the series that are new here. */
  private static void name(Session session, byte[] message) {
    RequestSeries request = session.series;
    for (int i = 0; i < request.size(); i++) {
      if (request.number(i) == SeriesTable.MISSING) {
        session.labelWire.begin(message, request.from(i), request.samples(i));
        session.named.add(session.labels.series(session.labelWire));
      }
    }
  }

  /** Makes the named series known. */
  private void register(Session session, byte[] message, int time) throws BadRequestException {
    RequestSeries request = session.series;
    int next = 0;
    for (int i = 0; i < request.size(); i++) {
      if (request.number(i) == SeriesTable.MISSING) {
        Labels labels = session.named.get(next++);
        request.number(i, register(session, request.hash(message, i), labels, time));
      }
    }
  }

  /** Finds target and column of a series, which may be known by now, and returns its number. */
  private int register(Session session, SeriesHash hash, @Nullable Labels labels, int time)
      throws BadRequestException {
    if (labels == null) {
      series.add(hash, SeriesTable.INVALID, 0, time);
      return series.find(hash, time, 0);
    }
    int target = targets.number(labels, session.lastTarget);
    int column;
    try {
      column = targets.get(target).use(labels);
    } catch (LimitExceededException e) {
      throw new BadRequestException(String.valueOf(e.getMessage()));
    }
    int before = series.size();
    if (series.add(hash, target, column, time)) {
      return series.find(hash, time, before);
    }
    targets.get(target).unuse(column); // it was there already, and counts the use
    return series.find(hash, time, 0);
  }

  private void samples(Session session, int i, long now) throws BadRequestException {
    RequestSeries request = session.series;
    WireReader wire = session.wire;
    wire.begin(wire.bytes(), request.samples(i), request.to(i));
    int number = request.number(i);
    int target = series.target(number);
    int column = series.column(number);
    boolean ended = false;
    while (wire.more()) {
      if (wire.usualSample()) {
        ended = sample(session, target, column, wire.sampleTime(), wire.sampleValue(), now);
        continue;
      }
      int tag = wire.tag();
      switch (tag) {
        case 2 << 3 | WireReader.BYTES -> ended = sample(session, target, column, now);
        case 3 << 3 | WireReader.BYTES -> exemplar(session, target, column);
        case 4 << 3 | WireReader.BYTES -> histogram(session, target, column, now);
        case 1 << 3 | WireReader.BYTES ->
            throw new BadRequestException("a series' labels must stand before its samples");
        default -> wire.skip(tag);
      }
    }
    if (ended) {
      series.retire(number);
    }
  }

  /** Reads a sample and returns whether it ends its series. */
  private static boolean sample(Session session, int target, int column, long now)
      throws BadRequestException {
    WireReader wire = session.wire;
    double value = 0;
    long timestamp = 0;
    int outer = wire.enter();
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case 1 << 3 | WireReader.FIXED64 -> value = wire.fixedDouble();
        case 2 << 3 | WireReader.VARINT -> timestamp = wire.varint();
        default -> wire.skip(tag);
      }
    }
    wire.leave(outer);
    return sample(session, target, column, timestamp, value, now);
  }

  /** Takes a sample and returns whether it ends its series. */
  private static boolean sample(
      Session session, int target, int column, long timestamp, double value, long now) {
    if (accept(session, target, timestamp, now)) {
      session.batch.add(target, column, timestamp, storable(value));
    }
    return SpecialValues.isStale(value);
  }

  /**
   * The bits that mean "no sample" inside the server are an ordinary NaN when they come from
   * outside.
   */
  private static double storable(double value) {
    return SpecialValues.isAbsent(value) ? SpecialValues.NAN : value;
  }

  private static void histogram(Session session, int target, int column, long now)
      throws BadRequestException {
    HistogramReader.Timed timed = HistogramReader.read(session.wire);
    if (accept(session, target, timed.timestampMs(), now)) {
      session.batch.add(target, column, timed.timestampMs(), timed.histogram());
    }
  }

  private static boolean accept(Session session, int target, long timestamp, long now) {
    if (target == SeriesTable.INVALID) {
      session.invalidSamples++;
      return false;
    }
    if (timestamp > now + MAX_AHEAD.toMillis()) {
      if (session.futureSamples++ == 0) {
        session.firstFuture = "a sample at " + timestamp + " lies in the future";
      }
      return false;
    }
    return true;
  }

  private static void exemplar(Session session, int target, int column) throws BadRequestException {
    WireReader wire = session.wire;
    LabelsBuilder labels = new LabelsBuilder();
    double value = 0;
    long timestamp = 0;
    int outer = wire.enter();
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case 1 << 3 | WireReader.BYTES -> session.labels.label(wire, labels);
        case 2 << 3 | WireReader.FIXED64 -> value = wire.fixedDouble();
        case 3 << 3 | WireReader.VARINT -> timestamp = wire.varint();
        default -> wire.skip(tag);
      }
    }
    wire.leave(outer);
    if (target != SeriesTable.INVALID) {
      session.batch.add(target, column, new Exemplar(labels.build(), value, timestamp));
    }
  }

  private static MetricMetadata metadata(WireReader wire) throws BadRequestException {
    MetricType type = MetricType.UNKNOWN;
    String family = "";
    String help = "";
    String unit = "";
    int outer = wire.enter();
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag >>> 3) {
        case 1 -> type = type(wire.varint());
        case 2 -> family = wire.text();
        case 4 -> help = wire.text();
        case 5 -> unit = wire.text();
        default -> wire.skip(tag);
      }
    }
    wire.leave(outer);
    return new MetricMetadata(family, type, unit, help);
  }

  private static MetricType type(long number) {
    return switch ((int) number) {
      case 1 -> MetricType.COUNTER;
      case 2 -> MetricType.GAUGE;
      case 3 -> MetricType.HISTOGRAM;
      case 4 -> MetricType.GAUGEHISTOGRAM;
      case 5 -> MetricType.SUMMARY;
      case 6 -> MetricType.INFO;
      case 7 -> MetricType.STATESET;
      default -> MetricType.UNKNOWN;
    };
  }

  private void writeMetadata(List<MetricMetadata> families) {
    if (families.isEmpty()) {
      return;
    }
    VirtualTarget target = targets.get(targets.forMetadata());
    target.lock.lock();
    try {
      families.forEach(target.writer::metadata);
      target.writer.commit();
    } finally {
      target.lock.unlock();
    }
  }

  private void tellRefusals(Session session, List<CommitResult> results)
      throws BadRequestException {
    int refused = session.futureSamples;
    String first = refused > 0 ? "out of bounds: " + session.firstFuture : "";
    for (CommitResult result : results) {
      refused += result.refused();
      if (first.isEmpty() && result.refused() > 0) {
        first = text(result);
      }
    }
    if (refused > 0) {
      metrics.refused(refused);
      throw new BadRequestException(
          first + " (" + refused + " of " + session.batch.size() + " samples refused)");
    }
  }

  private static String text(CommitResult result) {
    if (!result.refusals().isEmpty()) {
      CommitResult.Refusal refusal = result.refusals().getFirst();
      return refusal.reason().text()
          + " for series "
          + refusal.series()
          + " at "
          + refusal.timestampMs();
    }
    if (result.duplicate() > 0) {
      return CommitResult.Reason.DUPLICATE.text();
    }
    return (result.outOfOrder() > 0
            ? CommitResult.Reason.OUT_OF_ORDER
            : CommitResult.Reason.TOO_OLD)
        .text();
  }

  /**
   * Gives back the columns of series that ended, when they are many, as when all of a cluster is
   * replaced at once. To be called every second.
   */
  void dropEnded() {
    int ended = series.retired();
    if (ended >= MANY_ENDED && ended >= series.size() / ENDED_SHARE) {
      dropIdle();
    }
  }

  /** Gives back the columns of series that ended or were not sent for long. To be called often. */
  void dropIdle() {
    sweep.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      series.dropIdle(
          (int) (clock.millis() / 60_000) - IDLE_MINUTES,
          (target, column) -> {
            if (target != SeriesTable.INVALID) {
              targets.get(target).unuse(column);
            }
          });
      targets.giveBack();
    } finally {
      sweep.writeLock().unlock();
    }
  }

  /** Returns how many series have a column. */
  int seriesCount() {
    return series.size();
  }

  @Override
  public void close() {
    sweep.writeLock().lock();
    try {
      closed = true;
      targets.close();
    } finally {
      sweep.writeLock().unlock();
    }
  }
}
