// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Labels;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeriesLabelsTest {

  private final SeriesLabels labels = new SeriesLabels();

  private @Nullable Labels read(Wire wire) {
    byte[] bytes = wire.toBytes();
    WireReader reader = new WireReader();
    reader.begin(bytes, 0, bytes.length);
    return labels.series(reader);
  }

  @Test
  void the_texts_of_a_label_are_the_same_objects_in_each_series() {
    Labels one = Objects.requireNonNull(read(Wire.series("__name__", "a", "job", "node")));
    Labels two = Objects.requireNonNull(read(Wire.series("__name__", "b", "job", "node")));

    assertThat((Object) one).isEqualTo(Labels.of("__name__", "a", "job", "node"));
    assertThat((Object) two).isEqualTo(Labels.of("__name__", "b", "job", "node"));
    assertThat(two.value(1)).isSameAs(one.value(1));
    assertThat(two.name(1)).isSameAs(one.name(1));
  }

  @Test
  void a_label_of_each_series_is_not_driven_out_by_those_that_come_once() {
    String node =
        Objects.requireNonNull(read(Wire.series("__name__", "a", "job", "node"))).value(1);
    for (int i = 0; i < 30_000; i++) {
      Labels next = read(Wire.series("__name__", "a" + i, "job", "node"));
      assertThat(Objects.requireNonNull(next).value(1)).isSameAs(node);
    }
  }

  @Test
  void more_labels_than_are_kept_are_read_right() {
    Random random = new Random(7);
    for (int i = 0; i < 30_000; i++) {
      int pod = random.nextInt(15_000);
      assertThat((Object) read(Wire.series("__name__", "a", "pod", "p" + pod)))
          .isEqualTo(Labels.of("__name__", "a", "pod", "p" + pod));
    }
  }

  @Test
  void any_order_and_empty_values_are_taken() {
    assertThat((Object) read(Wire.series("job", "j", "__name__", "a", "x", "")))
        .isEqualTo(Labels.of("__name__", "a", "job", "j"));
    String high = "\uD83D\uDE00";
    String low = "\uFF5E";
    TreeMap<String, String> expected = new TreeMap<>();
    expected.put("__name__", "a");
    expected.put(high, "1");
    expected.put(low, "2");
    assertThat((Object) read(Wire.series("__name__", "a", high, "1", low, "2")))
        .isEqualTo(Labels.of(expected));
    assertThat((Object) read(Wire.series("__name__", "a", low, "2", high, "1")))
        .isEqualTo(Labels.of(expected));
    assertThat((Object) read(Wire.series("__name__", "a", "long", "x".repeat(5_000))))
        .isEqualTo(Labels.of("__name__", "a", "long", "x".repeat(5_000)));
  }

  @Test
  void labels_that_name_no_series_are_refused() {
    assertThat((Object) read(Wire.series("job", "j"))).isNull();
    assertThat((Object) read(Wire.series("__name__", ""))).isNull();
    assertThat((Object) read(Wire.series("__name__", "a", "", "x"))).isNull();
    assertThat((Object) read(Wire.series("__name__", "a", "x", "1", "x", "2"))).isNull();
    assertThat(
            (Object)
                read(
                    new Wire()
                        .message(1, new Wire().text(1, "__name__").bytes(2, new byte[] {-1}))))
        .isNull();
  }

  @Test
  void a_target_that_was_asked_last_is_that_of_the_same_storage() {
    RecordingStorage one = new RecordingStorage();
    RecordingStorage two = new RecordingStorage();
    VirtualTargets first = new VirtualTargets(one);
    VirtualTargets second = new VirtualTargets(two);
    VirtualTargets.Last last = new VirtualTargets.Last();
    Labels other = Labels.of("__name__", "a", "job", "j", "instance", "0");
    Labels series = Labels.of("__name__", "a", "job", "j", "instance", "1");

    first.number(other, last);
    assertThat(first.number(series, last)).isEqualTo(1);
    assertThat(first.number(series, last)).isEqualTo(1);
    assertThat(second.number(series, last)).isZero();
    assertThat(second.size()).isEqualTo(1);
  }
}
