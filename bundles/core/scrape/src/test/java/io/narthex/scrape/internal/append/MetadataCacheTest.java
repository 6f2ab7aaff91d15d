// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.model.MetricType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetadataCacheTest {

  /** Returns a text of its own, as it comes out of a body. */
  private static String copy(String text) {
    return String.valueOf(text.toCharArray());
  }

  private static MetricMetadata read(MetadataCache cache, String help) {
    cache.begin();
    cache.help(copy("family"), copy(help));
    cache.type(copy("family"), MetricType.COUNTER);
    List<MetricMetadata> all = new ArrayList<>();
    cache.end(all::add);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  @Test
  void targets_that_say_the_same_share_the_words() {
    MetricMetadata one = read(new MetadataCache(), "words");
    MetricMetadata other = read(new MetadataCache(), "words");
    assertThat(one).isEqualTo(new MetricMetadata("family", MetricType.COUNTER, "", "words"));
    assertThat(other).isSameAs(one);
  }

  @Test
  void what_a_target_says_differently_is_its_own() {
    MetadataCache cache = new MetadataCache();
    read(new MetadataCache(), "words");
    assertThat(read(cache, "other words").help()).isEqualTo("other words");
    cache.ask();
    assertThat(read(cache, "words").help()).isEqualTo("words");
  }
}
