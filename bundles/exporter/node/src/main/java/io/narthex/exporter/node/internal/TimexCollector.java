// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;

/** How well the clock is disciplined, as adjtimex(2) tells. */
final class TimexCollector implements Collector {

  private static final int STATUS_NANO = 0x2000;
  private static final double MICRO = 1e6;
  private static final double NANO = 1e9;
  private static final double SCALED_PPM = 1e6 * 65536;

  private final Kernel kernel;
  private final Family sync;
  private final Family offset;
  private final Family frequency;
  private final Family maxError;
  private final Family estimatedError;
  private final Family status;
  private final Family constant;
  private final Family tick;
  private final Family tai;
  private final Family ppsFrequency;
  private final Family ppsJitter;
  private final Family ppsShift;
  private final Family ppsStability;
  private final Family ppsJitterCount;
  private final Family ppsCalibrations;
  private final Family ppsErrors;
  private final Family ppsStabilityCount;

  TimexCollector(Metrics metrics, Kernel kernel) {
    this.kernel = kernel;
    sync = gauge(metrics, "sync_status", "Whether the clock is synchronised.");
    offset = gauge(metrics, "offset_seconds", "Offset to the reference clock.");
    frequency = gauge(metrics, "frequency_adjustment_ratio", "Frequency adjustment.");
    maxError = gauge(metrics, "maxerror_seconds", "Largest error.");
    estimatedError = gauge(metrics, "estimated_error_seconds", "Estimated error.");
    status = gauge(metrics, "status", "Status bits.");
    constant = gauge(metrics, "loop_time_constant", "Time constant of the phase-locked loop.");
    tick = gauge(metrics, "tick_seconds", "Seconds between ticks.");
    tai = gauge(metrics, "tai_offset_seconds", "Offset to the International Atomic Time.");
    ppsFrequency = gauge(metrics, "pps_frequency_hertz", "Pulse-per-second frequency.");
    ppsJitter = gauge(metrics, "pps_jitter_seconds", "Pulse-per-second jitter.");
    ppsShift = gauge(metrics, "pps_shift_seconds", "Pulse-per-second interval duration.");
    ppsStability = gauge(metrics, "pps_stability_hertz", "Pulse-per-second stability.");
    ppsJitterCount = counter(metrics, "pps_jitter_total", "Jitter limits exceeded.");
    ppsCalibrations = counter(metrics, "pps_calibration_total", "Calibration intervals.");
    ppsErrors = counter(metrics, "pps_error_total", "Calibration errors.");
    ppsStabilityCount =
        counter(metrics, "pps_stability_exceeded_total", "Stability limits exceeded.");
  }

  private static Family gauge(Metrics metrics, String name, String help) {
    return metrics.gauge("node_timex_" + name, help);
  }

  private static Family counter(Metrics metrics, String name, String help) {
    return metrics.counter("node_timex_" + name, help);
  }

  @Override
  public String name() {
    return "timex";
  }

  @Override
  public void collect() throws IOException {
    Kernel.Clock clock = kernel.clock();
    Kernel.Pulse pps = clock.pps();
    double divisor = (clock.status() & STATUS_NANO) != 0 ? NANO : MICRO;
    sync.add(clock.synchronised() ? 1 : 0);
    offset.add(clock.offset() / divisor);
    frequency.add(1 + clock.frequency() / SCALED_PPM);
    maxError.add(clock.maxError() / MICRO);
    estimatedError.add(clock.estimatedError() / MICRO);
    status.add(clock.status());
    constant.add(clock.constant());
    tick.add(clock.tick() / MICRO);
    tai.add(clock.tai());
    ppsFrequency.add(pps.frequency() / SCALED_PPM);
    ppsJitter.add(pps.jitter() / divisor);
    ppsShift.add(pps.shift());
    ppsStability.add(pps.stability() / SCALED_PPM);
    ppsJitterCount.add(pps.jitterCount());
    ppsCalibrations.add(pps.calibrationCount());
    ppsErrors.add(pps.errorCount());
    ppsStabilityCount.add(pps.stabilityCount());
  }
}
