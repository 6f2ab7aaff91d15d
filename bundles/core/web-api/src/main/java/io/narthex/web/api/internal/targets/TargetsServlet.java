// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.targets;

import io.narthex.scrape.ActiveTarget;
import io.narthex.scrape.DroppedTarget;
import io.narthex.scrape.JobProblem;
import io.narthex.scrape.ScrapeFailure;
import io.narthex.scrape.TargetInventory;
import io.narthex.spi.config.Durations;
import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import io.narthex.web.json.JsonStream;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * What is scraped and what relabelling dropped, with members of our own: the last failures of a
 * target, the rule that dropped one, and what jobs wait for.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/targets")
public final class TargetsServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient ServerParts parts;

  /** An endpoint that asks the parts of the server. */
  @Activate
  public TargetsServlet(@Reference ServerParts parts) {
    super(false);
    this.parts = parts;
  }

  /** What upstream shows for a target that was never scraped. */
  private static final String NEVER = "0001-01-01T00:00:00Z";

  @Override
  protected Answer answer(Parameters parameters) {
    String state = parameters.text("state").toLowerCase(Locale.ROOT);
    boolean all = state.isEmpty() || state.equals("any");
    boolean withActive = all || state.equals("active");
    boolean withDropped = all || state.equals("dropped");
    String pool = parameters.text("scrapePool");
    TargetInventory targets = parts.targets();
    List<ActiveTarget> active =
        withActive
            ? targets.activeTargets().stream().filter(t -> in(pool, t.scrapePool())).toList()
            : List.of();
    List<DroppedTarget> dropped =
        withDropped
            ? targets.droppedTargets().stream().filter(t -> in(pool, t.scrapePool())).toList()
            : List.of();
    Map<String, Integer> counts =
        withDropped ? new TreeMap<>(targets.droppedTargetCounts()) : Map.of();
    List<JobProblem> problems =
        targets.problems().stream().filter(p -> in(pool, p.scrapePool())).toList();
    return Answer.of(
        json -> {
          json.beginObject().name("activeTargets").beginArray();
          for (ActiveTarget target : active) {
            write(json, target);
          }
          json.endArray().name("droppedTargets").beginArray();
          for (DroppedTarget target : dropped) {
            json.beginObject().name("discoveredLabels").labels(target.discoveredLabels());
            json.name("scrapePool").value(target.scrapePool());
            json.name("droppedByRule").value(target.rule()).endObject();
          }
          json.endArray().name("droppedTargetCounts").beginObject();
          for (Map.Entry<String, Integer> count : counts.entrySet()) {
            json.name(count.getKey()).value(count.getValue());
          }
          json.endObject();
          problems(json, problems);
          json.endObject();
        });
  }

  private static boolean in(String wanted, String pool) {
    return wanted.isEmpty() || wanted.equals(pool);
  }

  private static void write(JsonStream json, ActiveTarget target) throws IOException {
    Instant scraped = target.lastScrape();
    json.beginObject();
    json.name("discoveredLabels").labels(target.discoveredLabels());
    json.name("labels").labels(target.labels());
    json.name("scrapePool").value(target.scrapePool());
    json.name("scrapeUrl").value(target.scrapeUrl());
    json.name("globalUrl").value(target.globalUrl());
    json.name("lastError").value(target.lastError());
    json.name("lastScrape").value(scraped == null ? NEVER : scraped.toString());
    json.name("lastScrapeDuration").number(target.lastScrapeDuration().toNanos() / 1e9);
    json.name("health").value(target.health().text());
    json.name("scrapeInterval").value(Durations.format(target.scrapeInterval()));
    json.name("scrapeTimeout").value(Durations.format(target.scrapeTimeout()));
    if (!target.failures().isEmpty()) {
      json.name("failures").beginArray();
      for (ScrapeFailure failure : target.failures()) {
        json.beginObject().name("time").value(failure.time().toString());
        json.name("phase").value(failure.phase());
        json.name("error").value(failure.message()).endObject();
      }
      json.endArray();
    }
    json.endObject();
  }

  private static void problems(JsonStream json, List<JobProblem> problems) throws IOException {
    json.name("jobProblems").beginArray();
    for (JobProblem problem : problems) {
      json.beginObject().name("scrapePool").value(problem.scrapePool());
      json.name("waiting").value(problem.waiting());
      json.name("reason").value(problem.reason()).endObject();
    }
    json.endArray();
  }
}
