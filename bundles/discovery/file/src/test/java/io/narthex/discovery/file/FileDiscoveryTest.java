// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.discovery.TargetGroup;
import io.narthex.spi.model.Labels;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDiscoveryTest {

  /** So long that only a noticed change can make a round within the test. */
  private static final Duration NEVER = Duration.ofHours(1);

  @TempDir Path folder;

  private final FileSdMetrics metrics = new FileSdMetrics();
  private final RecordingSink sink = new RecordingSink();
  private @Nullable Thread thread;
  private volatile @Nullable Throwable end;

  @AfterEach
  void stop() throws InterruptedException {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      running.join(Duration.ofSeconds(10));
      assertThat(running.isAlive()).as("ends when interrupted").isFalse();
      assertThat(end).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void tellsTheGroupsOfAllFilesThatMatch() throws Exception {
    write("b.yml", "- targets: ['b:1', 'b:2']\n  labels: {env: prod}\n- targets: ['b:3']\n");
    write("a.json", "[{\"targets\": [\"a:1\"]}]");
    write("c.txt", "not for us");
    start(NEVER, "*.json", "b.yml");

    String b = folder.resolve("b.yml").toString();
    String a = folder.resolve("a.json").toString();
    assertThat(sink.awaitState(state -> true))
        .containsExactly(
            new TargetGroup(a + ":0", addresses("a:1"), Labels.of("__meta_filepath", a)),
            new TargetGroup(
                b + ":0", addresses("b:1", "b:2"), Labels.of("__meta_filepath", b, "env", "prod")),
            new TargetGroup(b + ":1", addresses("b:3"), Labels.of("__meta_filepath", b)));
  }

  @Test
  void noticesNewChangedAndDeletedFiles() throws Exception {
    start(NEVER, "*.yml");
    sink.awaitState(List::isEmpty);

    write("a.yml", "- targets: ['a:1']\n");
    sink.awaitState(state -> targets(state).equals(List.of("a:1")));

    write("a.yml", "- targets: ['a:2']\n- targets: ['a:3']\n");
    sink.awaitState(state -> targets(state).equals(List.of("a:2", "a:3")));

    write("a.yml", "- targets: ['a:2']\n");
    sink.awaitState(state -> targets(state).equals(List.of("a:2")));

    Path staged = Files.writeString(folder.resolve("staged.tmp"), "- targets: ['a:4']\n");
    Files.move(staged, folder.resolve("a.yml"), StandardCopyOption.ATOMIC_MOVE);
    sink.awaitState(state -> targets(state).equals(List.of("a:4")));

    Files.delete(folder.resolve("a.yml"));
    sink.awaitState(List::isEmpty);
  }

  @Test
  void followsALinkThatIsSwappedBesideTheFile() throws Exception {
    Path first = Files.createDirectory(folder.resolve("..1"));
    Path second = Files.createDirectory(folder.resolve("..2"));
    Files.writeString(first.resolve("a.yml"), "- targets: ['a:1']\n");
    Files.writeString(second.resolve("a.yml"), "- targets: ['a:2']\n");
    Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
    Files.createSymbolicLink(folder.resolve("a.yml"), Path.of("..data", "a.yml"));
    start(NEVER, "a.yml");
    sink.awaitState(state -> targets(state).equals(List.of("a:1")));

    Path swap = Files.createSymbolicLink(folder.resolve("..swap"), second.getFileName());
    Files.move(swap, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

    sink.awaitState(state -> targets(state).equals(List.of("a:2")));
  }

  @Test
  void aBrokenFileKeepsItsTargetsAndTheOthersGoOn() throws Exception {
    write("a.yml", "- targets: ['a:1']\n");
    write("b.yml", "- targets: ['b:1']\n");
    start(NEVER, "*.yml");
    sink.awaitState(state -> targets(state).equals(List.of("a:1", "b:1")));

    write("a.yml", "- targets: ['a:2']\n  label: {env: prod}\n");
    assertThat(sink.awaitFailure(reason -> true))
        .startsWith(folder.resolve("a.yml") + ":2:3: unknown key \"label\"");
    assertThat(counter("prometheus_sd_file_read_errors")).isEqualTo(1);
    assertThat(counter("prometheus_sd_file_watcher_errors")).isZero();
    assertThat(metrics.collect().get(0).getDataPoints())
        .extracting(point -> point.getLabels().get("filename"))
        .containsExactly(folder.resolve("a.yml").toString(), folder.resolve("b.yml").toString());

    write("b.yml", "- targets: ['b:2']\n");
    sink.awaitState(state -> targets(state).equals(List.of("a:1", "b:2")));

    write("a.yml", "- targets: ['a:3']\n");
    sink.awaitState(state -> targets(state).equals(List.of("a:3", "b:2")));
  }

  @Test
  void aLinkToNowhereKeepsItsTargets() throws Exception {
    Path real = Files.writeString(folder.resolve("real.txt"), "- targets: ['a:1']\n");
    Files.createSymbolicLink(folder.resolve("a.yml"), real);
    start(NEVER, "a.yml");
    sink.awaitState(state -> targets(state).equals(List.of("a:1")));

    Files.delete(real);

    assertThat(sink.awaitFailure(reason -> true)).contains("a.yml: the link leads nowhere");
    assertThat(targets(sink.awaitState(state -> true))).containsExactly("a:1");
  }

  @Test
  void findsAFolderThatComesLater() throws Exception {
    start(Duration.ofMillis(50), "later/a.yml");
    assertThat(sink.awaitFailure(reason -> true))
        .isEqualTo(
            "the folder "
                + folder.resolve("later")
                + " does not exist; create it or correct files");

    Files.createDirectory(folder.resolve("later"));
    write("later/a.yml", "- targets: ['a:1']\n");

    sink.awaitState(state -> targets(state).equals(List.of("a:1")));
  }

  @Test
  void watchesAFolderThatWasReplaced() throws Exception {
    Path sub = Files.createDirectory(folder.resolve("sub"));
    write("sub/a.yml", "- targets: ['a:1']\n");
    start(Duration.ofMillis(200), "sub/a.yml");
    sink.awaitState(state -> targets(state).equals(List.of("a:1")));

    Files.move(sub, folder.resolve("old"));
    sink.awaitState(List::isEmpty);
    Files.createDirectory(sub);
    write("sub/a.yml", "- targets: ['a:2']\n");

    sink.awaitState(state -> targets(state).equals(List.of("a:2")));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void start(Duration interval, String... files) {
    List<Path> paths = new ArrayList<>();
    for (String file : files) {
      paths.add(folder.resolve(file));
    }
    FileDiscovery discovery = new FileDiscovery(new FileSdConfig(paths, interval), metrics);
    thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    discovery.run(sink);
                  } catch (Exception e) {
                    end = e;
                  }
                });
  }

  private static List<Labels> addresses(String... addresses) {
    List<Labels> targets = new ArrayList<>();
    for (String address : addresses) {
      targets.add(Labels.of("__address__", address));
    }
    return targets;
  }

  private static List<String> targets(List<TargetGroup> state) {
    return state.stream()
        .flatMap(group -> group.targets().stream())
        .map(target -> target.get("__address__"))
        .toList();
  }

  private double counter(String name) {
    return metrics.collect().stream()
        .filter(metric -> metric.getMetadata().getName().equals(name))
        .map(metric -> ((CounterSnapshot) metric).getDataPoints().getFirst().getValue())
        .findFirst()
        .orElseThrow();
  }
}
