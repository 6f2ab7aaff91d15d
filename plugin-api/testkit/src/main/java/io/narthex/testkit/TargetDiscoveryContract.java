// SPDX-License-Identifier: Apache-2.0
package io.narthex.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.discovery.TargetDiscovery;
import io.narthex.spi.discovery.TargetDiscoveryFactory;
import io.narthex.spi.model.Labels;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the host relies on in a discovery. The source (a file, a service) is a real one or a fake of
 * the author's, which the methods below change.
 *
 * @param <C> its configuration
 */
public abstract class TargetDiscoveryContract<C extends Record>
    extends PluginFactoryContract<TargetDiscoveryFactory<C>> {

  @TempDir Path folder;

  private final FakeTargetSink sink = new FakeTargetSink();
  private @Nullable Thread running;
  private volatile CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();

  /** Returns a configuration that leads to the source; look-ups should follow quickly. */
  protected abstract C configuration();

  /** Puts targets into the source and returns them as the host should see them. */
  protected abstract Set<Labels> fillSource() throws Exception;

  /** Changes the source and returns the targets that it has afterwards. */
  protected abstract Set<Labels> changeSource() throws Exception;

  /** Makes the source unreadable. */
  protected abstract void breakSource() throws Exception;

  @AfterEach
  void end() throws Exception {
    Thread thread = running;
    if (thread != null) {
      thread.interrupt();
      end.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private Thread start() {
    TargetDiscovery discovery =
        factory().create(configuration(), new TestPluginContext("test", folder));
    CompletableFuture<@Nullable Throwable> ending = new CompletableFuture<>();
    end = ending;
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    discovery.run(sink);
                    ending.complete(null);
                  } catch (Throwable e) {
                    ending.complete(e);
                  }
                });
    running = thread;
    return thread;
  }

  @Test
  void targetsAreFound() throws Exception {
    Set<Labels> expected = fillSource();
    start();
    awaitTargets(expected);
    assertThat(sink.targets()).allMatch(target -> target.contains("__address__"));
  }

  @Test
  void changesAreFollowed() throws Exception {
    Set<Labels> expected = fillSource();
    start();
    awaitTargets(expected);
    awaitTargets(changeSource());
  }

  @Test
  void targetsStayWhenTheSourceCannotBeRead() throws Exception {
    Set<Labels> expected = fillSource();
    start();
    awaitTargets(expected);
    breakSource();
    Await.until(
        () -> "the discovery says that its source cannot be read",
        () -> !sink.failures().isEmpty() || end.isDone());
    assertThat(sink.targets()).isEqualTo(new TreeSet<>(expected));
  }

  @Test
  void itComesBackWhenTheSourceDoes() throws Exception {
    fillSource();
    breakSource();
    start();
    Await.until(
        () -> "the discovery says that its source cannot be read",
        () -> !sink.failures().isEmpty() || end.isDone());
    Set<Labels> expected = fillSource();
    if (end.isDone()) {
      // It gave up by throwing, so the host calls a fresh instance.
      start();
    }
    awaitTargets(expected);
  }

  @Test
  void itEndsWhenItIsInterrupted() throws Exception {
    fillSource();
    start().interrupt();
    Throwable thrown = end.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (thrown != null) {
      assertThat(thrown).isInstanceOf(InterruptedException.class);
    }
  }

  private void awaitTargets(Set<Labels> expected) {
    Set<Labels> sorted = new TreeSet<>(expected);
    Await.until(
        () ->
            "targets "
                + sorted
                + "; there are "
                + sink.targets()
                + ", failures "
                + sink.failures()
                + (end.isDone() ? ", and it has ended: " + end.join() : ""),
        () -> sink.targets().equals(sorted));
  }
}
