// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape;

import io.narthex.spi.model.Labels;
import java.util.List;
import java.util.Map;

/** The targets of all jobs. An OSGi service; safe for several threads. */
public interface TargetInventory {

  /** Returns the names of all jobs, sorted. */
  List<String> scrapePools();

  /** Returns the targets that are scraped, by job, then by URL. */
  List<ActiveTarget> activeTargets();

  /**
   * Returns the targets that relabelling dropped, by job; at most {@code keep_dropped_targets} of
   * each job.
   */
  List<DroppedTarget> droppedTargets();

  /** Returns how many targets relabelling dropped, by job; those not kept count too. */
  Map<String, Integer> droppedTargetCounts();

  /**
   * Returns what each of a job's rules makes of a target's labels.
   *
   * @param scrapePool the job's name
   * @param discovered the labels before relabelling
   * @throws IllegalArgumentException when there is no such job
   */
  List<RelabelStep> relabelSteps(String scrapePool, Labels discovered);

  /** Returns what jobs wait for and what went wrong in them beside scrapes. */
  List<JobProblem> problems();

  /** Returns what targets said of their metric families in their last scrapes. */
  List<TargetMetadata> metadata();
}
