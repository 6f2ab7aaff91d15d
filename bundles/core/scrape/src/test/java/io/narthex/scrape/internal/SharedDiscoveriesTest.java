// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.scrape.internal.discovery.Discovery;
import io.narthex.scrape.internal.discovery.SharedDiscoveries;
import io.narthex.scrape.internal.discovery.StaticDiscovery;
import io.narthex.spi.discovery.TargetGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SharedDiscoveriesTest {

  private final SharedDiscoveries shared = new SharedDiscoveries();
  private final List<Runnable> made = new ArrayList<>();
  private final List<Discovery> closed = new ArrayList<>();
  private int told;

  @Test
  void equalEntriesShareOneThatEndsWithTheLast() {
    Discovery first = take("{address: 'a:1'}");
    Discovery second = take("{address:    \"a:1\"}");
    Discovery other = take("{address: 'b:1'}");
    assertThat(made).hasSize(2);

    made.getFirst().run();
    assertThat(told).as("both jobs are told").isEqualTo(2);

    first.close();
    first.close();
    assertThat(closed).isEmpty();
    made.getFirst().run();
    assertThat(told).isEqualTo(3);
    second.close();
    assertThat(closed).hasSize(1);
    other.close();
    assertThat(closed).hasSize(2);

    take("{address: 'a:1'}").close();
    assertThat(made).as("it is made anew").hasSize(3);
  }

  private Discovery take(String entry) {
    Function<Runnable, Discovery> maker =
        changed -> {
          made.add(changed);
          return new Closing();
        };
    return shared.take(
        "moon",
        JobConfigs.job("moon_sd_configs: [" + entry + "]").discoveries().get("moon").getFirst(),
        () -> told++,
        maker);
  }

  /** Notes when it is closed. */
  private final class Closing implements Discovery {

    private final Discovery inner = new StaticDiscovery(List.of());

    @Override
    public List<TargetGroup> groups() {
      return inner.groups();
    }

    @Override
    public @Nullable Problem problem() {
      return inner.problem();
    }

    @Override
    public void close() {
      closed.add(this);
    }
  }
}
