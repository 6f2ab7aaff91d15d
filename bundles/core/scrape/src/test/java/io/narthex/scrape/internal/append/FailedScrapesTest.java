// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.config.model.ScrapeConfig;
import io.narthex.exposition.Format;
import io.narthex.scrape.internal.JobConfigs;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a scrape that fails leaves behind: which series end with it, and which go on. */
class FailedScrapesTest {

  private static final Labels TARGET = Labels.of("job", "j", "instance", "i");
  private static final Double STALE = SpecialValues.STALE;

  private final MemoryEngine engine = new MemoryEngine();
  private TargetAppender appender = appender("");

  @Test
  void a_failed_scrape_ends_all_series_once_and_leaves_nothing_of_itself() throws Exception {
    scrape(1000, "a 1\nb 1\n");
    assertThatThrownBy(() -> scrape(2000, "b{ 2\na 2\nnew 2\n"))
        .isInstanceOf(ScrapeException.class)
        .hasMessageContaining("line 1");
    fail(3000);
    scrape(4000, "a 4\nb 4\n");

    assertThat(of("a").keySet()).containsExactly(1000L, 2000L, 4000L);
    assertThat(of("a").get(2000L)).isEqualTo(STALE);
    assertThat(of("new")).isEmpty();
    assertThat(of("b").get(2000L)).isEqualTo(STALE);
  }

  @Test
  void series_before_a_broken_line_end_only_with_the_next_scrape_that_lacks_them()
      throws Exception {
    scrape(1000, "a 1\nb 1\nc 1\n");
    for (long now = 2000; now < 5000; now += 1000) {
      long at = now;
      assertThatThrownBy(() -> scrape(at, "a 2\nb 2\nnew 2\n{{{\nc 2\n"))
          .isInstanceOf(ScrapeException.class);
    }
    scrape(5000, "a 5\n");
    fail(6000);
    appender.end(7000);

    assertThat(of("a")).isEqualTo(Map.of(1000L, 1.0, 5000L, 5.0, 6000L, STALE));
    assertThat(of("b")).isEqualTo(Map.of(1000L, 1.0, 5000L, STALE));
    assertThat(of("c")).isEqualTo(Map.of(1000L, 1.0, 2000L, STALE));
    assertThat(of("new")).isEqualTo(Map.of(5000L, STALE));
  }

  @Test
  void a_broken_line_brings_series_before_it_to_life_again() throws Exception {
    scrape(1000, "a 1\nb 1\nc 1\n");
    fail(2000);
    assertThatThrownBy(() -> scrape(3000, "a 3\nb 3 2500\n{{{\n"))
        .isInstanceOf(ScrapeException.class);
    appender.end(4000);

    assertThat(of("a")).isEqualTo(Map.of(1000L, 1.0, 2000L, STALE, 4000L, STALE));
    assertThat(of("b")).isEqualTo(Map.of(1000L, 1.0, 2000L, STALE));
    assertThat(of("c")).isEqualTo(Map.of(1000L, 1.0, 2000L, STALE));
  }

  @Test
  void a_line_before_the_fault_keeps_the_series_that_it_shares() throws Exception {
    appender = appender("metric_relabel_configs: [{regex: x, action: labeldrop}]");
    scrape(1000, "a{x=\"1\"} 1\na{x=\"2\"} 1\n");
    assertThatThrownBy(() -> scrape(2000, "a{x=\"2\"} 2\n{{{\n"))
        .isInstanceOf(ScrapeException.class);
    fail(3000);

    assertThat(of("a")).isEqualTo(Map.of(1000L, 1.0, 3000L, STALE));
  }

  @Test
  void beyond_a_sample_limit_known_series_end() throws Exception {
    appender = appender("sample_limit: 2");
    scrape(1000, "a 1\nb 1\n");
    assertThatThrownBy(() -> scrape(2000, "new 2\na 2\nb 2\n")).isInstanceOf(ScrapeException.class);

    assertThat(of("a")).isEqualTo(Map.of(1000L, 1.0));
    assertThat(of("b")).isEqualTo(Map.of(1000L, 1.0, 2000L, STALE));
  }

  @Test
  void new_series_of_a_scrape_that_fails_are_new_once() throws ScrapeException {
    assertThatThrownBy(() -> scrape(1_000, "a 1\nb 1\nc{x=\"1\",x=\"2\"} 1\n"))
        .isInstanceOf(ScrapeException.class);
    assertThat(appender.added()).isEqualTo(2);
    assertThat(appender.scraped()).isEqualTo(3);
    assertThatThrownBy(() -> scrape(2_000, "a 1\nb 1\nc{ 1\n")).isInstanceOf(ScrapeException.class);
    assertThat(appender.added()).isZero();
    assertThat(appender.scraped()).isEqualTo(2);

    scrape(3_000, "a 1\nb 1\nd 1\n");
    assertThat(appender.added()).isEqualTo(1);
    scrape(4_000, "a 1\nb 1\nd 1\n");
    assertThat(appender.added()).isZero();
  }

  @Test
  void a_new_series_before_the_fault_goes_on_or_ends_with_the_next_scrape() throws Exception {
    assertThatThrownBy(() -> scrape(1000, "a 1\nb 1\nc 1 500\n{{{\nd 1\n"))
        .isInstanceOf(ScrapeException.class);
    scrape(2000, "a 2\n");
    assertThatThrownBy(() -> scrape(3000, "e 1\n{{{\n")).isInstanceOf(ScrapeException.class);
    fail(4000);
    fail(5000);

    assertThat(of("a")).isEqualTo(Map.of(2000L, 2.0, 3000L, STALE));
    assertThat(of("b")).isEqualTo(Map.of(2000L, STALE));
    assertThat(of("c")).isEmpty();
    assertThat(of("d")).isEmpty();
    assertThat(of("e")).isEqualTo(Map.of(4000L, STALE));
  }

  @Test
  void series_that_vary_while_scrapes_fail_do_not_pile_up() throws Exception {
    scrape(1000, "a 1\nb 1\n");
    for (int i = 0; i < 50; i++) {
      StringBuilder body = new StringBuilder();
      for (int line = 0; line < 100; line++) {
        body.append("n{x=\"").append(i).append('-').append(line).append("\"} 1\n");
      }
      long at = 2000 + i;
      assertThatThrownBy(() -> scrape(at, body + "{{{\n")).isInstanceOf(ScrapeException.class);
      assertThat(engine.usedColumns).isLessThan(1200);
    }
    scrape(9000, "b 9\na 9\n");
    scrape(9500, "b 10\na 10\n");

    assertThat(engine.usedColumns).isEqualTo(2);
    assertThat(of("a")).isEqualTo(Map.of(1000L, 1.0, 2000L, STALE, 9000L, 9.0, 9500L, 10.0));
    assertThat(of("b")).isEqualTo(Map.of(1000L, 1.0, 2000L, STALE, 9000L, 9.0, 9500L, 10.0));
    Labels first = TARGET.with("__name__", "n").with("x", "0-0");
    assertThat(engine.samples.get(first)).isEqualTo(Map.of(2001L, STALE));
  }

  @Test
  void an_engine_that_is_full_keeps_no_column_of_a_scrape_that_failed_for_it() throws Exception {
    engine.seriesLimit = 3;
    scrape(1000, "a 1\n");
    assertThatThrownBy(() -> scrape(2000, "b 2\nc 2\nd 2\na 2\n"))
        .hasMessageContaining("too many series");
    assertThat(engine.usedColumns).isEqualTo(1);
    scrape(3000, "b 3\nc 3\na 3\n");

    assertThat(of("b")).isEqualTo(Map.of(3000L, 3.0));
    assertThat(of("a")).isEqualTo(Map.of(1000L, 1.0, 3000L, 3.0));
  }

  @Test
  void series_are_not_new_after_an_empty_body() throws Exception {
    scrape(1000, "a 1\nb 1\n");
    scrape(2000, "");
    scrape(3000, "a 3\nb 3\nc 3\n");
    assertThat(appender.added()).isEqualTo(1);
    scrape(4000, "# nothing\n");
    scrape(5000, "a 5\n");
    assertThat(appender.added()).isEqualTo(1);

    assertThat(of("a"))
        .isEqualTo(Map.of(1000L, 1.0, 2000L, STALE, 3000L, 3.0, 4000L, STALE, 5000L, 5.0));
  }

  @Test
  void too_many_buckets_fail_a_scrape_at_its_end() throws Exception {
    appender =
        appender("convert_classic_histograms_to_nhcb: true, native_histogram_bucket_limit: 1");
    String histogram = "# TYPE h histogram\n%sh_bucket{le=\"+Inf\"} 2\nh_count 2\nh_sum 2\n";
    scrape(1000, "a 1\n" + histogram.formatted("") + "# TYPE b gauge\nb 1\n");
    String larger = histogram.formatted("h_bucket{le=\"1\"} 1\n");
    assertThatThrownBy(() -> scrape(2000, "a 2\n" + larger + "# TYPE b gauge\nb 2\nnew 1\n"))
        .hasMessageContaining("native_histogram_bucket_limit: 1");

    assertThat(appender.scraped()).isEqualTo(4);
    assertThat(appender.added()).isZero();
    assertThat(of("a")).isEqualTo(Map.of(1000L, 1.0));
    assertThat(of("b")).isEqualTo(Map.of(1000L, 1.0));
    assertThat(of("h")).isEqualTo(Map.of(2000L, STALE));
  }

  private TargetAppender appender(String keys) {
    ScrapeConfig config = JobConfigs.job(keys);
    TargetAppender made =
        new TargetAppender(
            false,
            new SampleLabels(config, TARGET),
            ScrapeRules.of(config, TARGET, ScrapeFeatures.NONE));
    made.writer(engine.writer(TARGET));
    return made;
  }

  private void scrape(long timestampMs, String body) throws ScrapeException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    appender.begin(timestampMs);
    try {
      appender.take(Format.TEXT, bytes, bytes.length);
      appender.good();
    } catch (ScrapeException e) {
      appender.failed();
      throw e;
    } finally {
      appender.commit();
    }
  }

  private void fail(long timestampMs) throws ScrapeException {
    appender.begin(timestampMs);
    appender.failed();
    appender.commit();
  }

  private Map<Long, Double> of(String name) {
    return engine.of("__name__", name, "job", "j", "instance", "i");
  }
}
