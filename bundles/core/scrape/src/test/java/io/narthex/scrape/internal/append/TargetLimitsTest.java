// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.config.model.ScrapeConfig;
import io.narthex.exposition.Format;
import io.narthex.scrape.internal.JobConfigs;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Limits that let a scrape pass, and histograms. */
class TargetLimitsTest {

  private static final Labels TARGET = Labels.of("job", "j", "instance", "i");

  private final MemoryEngine engine = new MemoryEngine();

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

  private static ScrapeCounts scrape(
      TargetAppender appender, long timestampMs, Format format, String body)
      throws ScrapeException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    appender.begin(timestampMs);
    appender.take(format, bytes, bytes.length);
    appender.good();
    return appender.commit();
  }

  private Map<Long, Double> of(String... labels) {
    String[] all = java.util.Arrays.copyOf(labels, labels.length + 4);
    System.arraycopy(new String[] {"job", "j", "instance", "i"}, 0, all, labels.length, 4);
    return engine.of(all);
  }

  @Test
  void beyond_a_truncating_limit_known_series_go_on_and_the_label_that_grew_is_told()
      throws Exception {
    TargetAppender appender = appender("sample_limit: 3, sample_limit_action: truncate");
    scrape(appender, 1000, Format.TEXT, "a{p=\"1\"} 1\na{p=\"2\"} 1\n");
    assertThat(appender.warning()).isEmpty();
    StringBuilder many = new StringBuilder();
    for (int i = 5000; i > 0; i--) {
      many.append("a{p=\"").append(i).append("\",q=\"").append(i % 7).append("\"} 2\n");
    }
    many.append("a{p=\"1\"} 2\na{p=\"2\"} 2\n");
    ScrapeCounts counts = scrape(appender, 2000, Format.TEXT, many.toString());

    assertThat(of("__name__", "a", "p", "1").values()).containsExactly(1.0, 2.0);
    assertThat(of("__name__", "a", "p", "2").values()).containsExactly(1.0, 2.0);
    assertThat(of("__name__", "a", "p", "5000", "q", "2").values()).containsExactly(2.0);
    assertThat(engine.samples).hasSize(3);
    assertThat(counts.scraped()).isEqualTo(5002);
    assertThat(counts.kept()).isEqualTo(3);
    assertThat(appender.warning())
        .isEqualTo(
            "sample_limit 3 reached: 4999 new series were refused;"
                + " the label \"p\" grew most, by 1000 values");

    scrape(appender, 3000, Format.TEXT, "a{p=\"1\"} 3\nb 3\n");
    scrape(appender, 4000, Format.TEXT, "a{p=\"1\"} 4\nb 4\n");
    assertThat(of("__name__", "b").values()).containsExactly(4.0);
  }

  @Test
  void classic_histograms_become_native_ones() throws Exception {
    TargetAppender appender = appender("convert_classic_histograms_to_nhcb: true");
    String body =
        "# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} %d\nh_sum 1\nh_count %d\n";
    for (int i = 1; i <= 3; i++) {
      scrape(appender, i * 1000L, Format.TEXT, body.formatted(i, i));
    }
    assertThat(engine.samples).isEmpty();
    Histogram last = engine.histograms.get(TARGET.with("__name__", "h"));
    assertThat(last.count()).isEqualTo(3);
    assertThat(last.customBounds()).containsExactly(1);
  }

  @Test
  void a_label_of_the_target_rules_over_the_job() {
    ScrapeConfig config = JobConfigs.job("scrape_native_histograms: true");
    Labels no = Labels.of("__scrape_native_histograms__", "false");
    assertThat(HistogramRules.of(config, no).asNative()).isFalse();
    assertThat(HistogramRules.of(config, TARGET).asNative()).isTrue();
    assertThatThrownBy(
            () -> HistogramRules.of(config, Labels.of("__scrape_native_histograms__", "maybe")))
        .hasMessage("error parsing __scrape_native_histograms__: \"maybe\" is not true or false");
  }
}
