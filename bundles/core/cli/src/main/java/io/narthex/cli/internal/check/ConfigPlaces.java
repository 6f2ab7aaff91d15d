// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.check;

import io.narthex.config.ConfigBinder;
import io.narthex.config.ConfigException;
import io.narthex.config.ConfigNode;
import io.narthex.config.PlacedText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a configuration that is good in itself stand, for faults in what they name.
 *
 * @param ruleFiles the patterns of {@code rule_files}
 * @param jobs the names of the jobs
 * @param alertmanagers the groups of alert managers
 */
record ConfigPlaces(
    List<PlacedText> ruleFiles, List<PlacedText> jobs, List<ConfigNode> alertmanagers) {

  private record Main(
      @Nullable List<PlacedText> ruleFiles,
      @Nullable List<Job> scrapeConfigs,
      @Nullable Alerting alerting) {}

  private record Job(@Nullable PlacedText jobName) {}

  private record Alerting(@Nullable List<ConfigNode> alertmanagers) {}

  /**
   * Reads a main file.
   *
   * @param included the files of further jobs
   */
  static ConfigPlaces of(Path file, List<Path> included) throws ConfigException {
    Main main = ConfigBinder.read(file).bindLeniently(Main.class);
    List<PlacedText> jobs = new ArrayList<>(jobs(main));
    for (Path further : included) {
      jobs.addAll(jobs(ConfigBinder.read(further).bindLeniently(Main.class)));
    }
    return new ConfigPlaces(
        orEmpty(main.ruleFiles()),
        jobs,
        main.alerting() == null ? List.of() : orEmpty(main.alerting().alertmanagers()));
  }

  /** Returns a fault of a job. */
  ConfigException jobFault(Path file, String job, String problem) {
    return jobs.stream()
        .filter(name -> name.text().equals(job))
        .findFirst()
        .map(name -> name.fault(problem))
        .orElseGet(() -> new ConfigException(file.toString(), 0, 0, problem));
  }

  private static List<PlacedText> jobs(Main main) {
    List<PlacedText> names = new ArrayList<>();
    for (Job job : orEmpty(main.scrapeConfigs())) {
      if (job.jobName() != null) {
        names.add(job.jobName());
      }
    }
    return names;
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
