// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.warmup;

import io.narthex.web.OwnRequests;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;

/**
 * How busy the Java threads of this process are, but for those that work for the warm-up. What
 * compilers and collectors take does not count: they may still be at what the warm-up left them.
 * For one thread.
 */
final class OtherWork implements LoadMeter {

  /** The helpers of the query engine; who asks a query works, too, and is counted. */
  private static final String HELPERS = "promql-";

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private Map<Long, Long> cpuNanos = Map.of();
  private long lastLook = System.nanoTime();

  @Override
  public double share() {
    Map<Long, Long> now = new HashMap<>();
    long spent = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread == null || worksForWarmUp(thread)) {
        continue;
      }
      long id = thread.getThreadId();
      long nanos = threads.getThreadCpuTime(id);
      if (nanos >= 0) {
        now.put(id, nanos);
        spent += nanos - cpuNanos.getOrDefault(id, 0L);
      }
    }
    long time = System.nanoTime();
    double share = (double) spent / Math.max(1, time - lastLook);
    cpuNanos = now;
    lastLook = time;
    return share;
  }

  private static boolean worksForWarmUp(ThreadInfo thread) {
    String name = thread.getThreadName();
    return thread.getThreadId() == Thread.currentThread().threadId()
        || name.startsWith(HELPERS)
        || name.startsWith(OwnRequests.THREADS);
  }
}
