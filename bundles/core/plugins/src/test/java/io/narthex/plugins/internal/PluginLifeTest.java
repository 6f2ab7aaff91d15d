// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.plugins.Plugin;
import io.narthex.plugins.PluginCallException;
import io.narthex.plugins.PluginListener;
import io.narthex.plugins.PluginRegistry;
import io.narthex.plugins.PluginStatus.State;
import io.narthex.spi.exporter.ExporterFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** Jars come, change and go, in a real framework. */
class PluginLifeTest {

  @TempDir private Path work;
  private Path stock;
  private Path own;
  private TestRuntime runtime;

  @BeforeEach
  void start() throws Exception {
    stock = Files.createDirectory(work.resolve("plugins"));
    own = Files.createDirectory(work.resolve("own"));
    runtime = new TestRuntime(work, List.of(stock, own));
  }

  @AfterEach
  void stop() throws Exception {
    runtime.close();
  }

  @Test
  void aDroppedJarIsLive() throws Exception {
    TestJar.exporter("test.alpha", "1.0.0").into(stock.resolve("alpha.jar"));
    awaitWords("alpha.jar", "ACTIVE 1.0.0");
    Plugin<ExporterFactory<?>> plugin = runtime.plugin("alpha");
    assertThat(plugin.kind()).isEqualTo("exporter");
    assertThat(plugin.bundle()).isEqualTo("test.alpha");
    Await.until(() -> assertThat(runtime.heard).containsExactly("+alpha 1.0.0"));
    assertThat(runtime.manager.loaded()).isTrue();
  }

  @Test
  void whatWaitsForTheStartIsToldAfterTheListeners() throws Exception {
    runtime.close();
    TestJar.exporter("test.alpha", "1.0.0").into(stock.resolve("alpha.jar"));
    Files.setLastModifiedTime(
        stock.resolve("alpha.jar"), FileTime.from(Instant.now().minusSeconds(60)));
    runtime = new TestRuntime(work, List.of(stock, own));
    CompletableFuture<List<String>> heard = new CompletableFuture<>();
    runtime.manager.whenLoaded(() -> heard.complete(List.copyOf(runtime.heard)));
    assertThat(heard).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(List.of("+alpha 1.0.0"));
    assertThat(runtime.manager.loaded()).isTrue();
  }

  @Test
  void aJarThatIsCopiedSlowlyIsTakenWhenItIsComplete() throws Exception {
    byte[] bytes = TestJar.exporter("test.alpha", "1.0.0").bytes();
    Path file = stock.resolve("alpha.jar");
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    awaitRefused("alpha.jar", "not complete");
    Files.write(file, bytes);
    awaitWords("alpha.jar", "ACTIVE 1.0.0");
  }

  @Test
  void aPluginThatItsUserObjectsToIsRefusedWithTheReason() throws Exception {
    TestJar.exporter("test.alpha", "1.0.0").type("taken").into(stock.resolve("alpha.jar"));
    awaitRefused("alpha.jar", "the name taken is taken");
    assertThat(runtime.heard).isEmpty();
    assertThat(runtime.live.find(TestRuntime.factories(), "taken")).isEmpty();
  }

  @Test
  void anUpdateReplacesOnlyItself() throws Exception {
    TestJar.exporter("test.alpha", "1.0.0").into(stock.resolve("alpha.jar"));
    TestJar.exporter("test.beta", "1.0.0").into(stock.resolve("beta.jar"));
    awaitWords("alpha.jar", "ACTIVE 1.0.0");
    awaitWords("beta.jar", "ACTIVE 1.0.0");
    Object betaBefore = runtime.plugin("beta").factory();
    Object alphaBefore = runtime.plugin("alpha").factory();
    long alphaId = bundle("test.alpha").getBundleId();
    Await.until(
        () -> assertThat(runtime.heard).containsExactlyInAnyOrder("+alpha 1.0.0", "+beta 1.0.0"));
    runtime.heard.clear();

    TestJar.exporter("test.alpha", "1.1.0").into(stock.resolve("alpha.jar"));
    awaitWords("alpha.jar", "ACTIVE 1.1.0");

    Await.until(() -> assertThat(runtime.heard).containsExactly("-alpha 1.0.0", "+alpha 1.1.0"));
    assertThat(runtime.plugin("alpha").factory()).isNotSameAs(alphaBefore);
    assertThat(bundle("test.alpha").getBundleId()).isEqualTo(alphaId);
    assertThat(runtime.plugin("beta").factory()).isSameAs(betaBefore);
  }

  @Test
  void anUpdateOfTheSameVersionIsTakenToo() throws Exception {
    TestJar.exporter("test.alpha", "1.0.0").into(stock.resolve("alpha.jar"));
    awaitWords("alpha.jar", "ACTIVE 1.0.0");
    TestJar.exporter("test.alpha", "1.0.0").type("gamma").into(stock.resolve("alpha.jar"));
    Await.until(() -> assertThat(runtime.live.find(TestRuntime.factories(), "gamma")).isPresent());
    assertThat(runtime.live.find(TestRuntime.factories(), "alpha")).isEmpty();
  }

  @Test
  void anUpdateThatFailsIsRolledBack() throws Exception {
    TestJar.exporter("test.alpha", "1.0.0").into(stock.resolve("alpha.jar"));
    awaitWords("alpha.jar", "ACTIVE 1.0.0");
    Await.until(() -> assertThat(runtime.heard).containsExactly("+alpha 1.0.0"));
    runtime.heard.clear();

    TestJar.exporter("test.alpha", "2.0.0")
        .failing("no such database")
        .into(stock.resolve("alpha.jar"));
    Await.until(() -> assertThat(runtime.lines("alpha.jar")).hasSize(2));

    awaitWords("alpha.jar", "ACTIVE 1.0.0", null);
    assertThat(runtime.lines("alpha.jar").get(1))
        .satisfies(
            line -> {
              assertThat(line.state()).isEqualTo(State.REFUSED);
              assertThat(line.version()).isEqualTo("2.0.0");
              assertThat(line.bundle()).isEqualTo("test.alpha");
              assertThat(line.reason())
                  .contains("no such database")
                  .endsWith("version 1.0.0 of before goes on");
            });
    Await.until(() -> assertThat(runtime.heard).containsExactly("-alpha 1.0.0", "+alpha 1.0.0"));

    TestJar.exporter("test.alpha", "2.0.1").into(stock.resolve("alpha.jar"));
    awaitWords("alpha.jar", "ACTIVE 2.0.1");
  }

  @Test
  void anUpdateThatWaitsTooLongIsRolledBack() throws Exception {
    TestJar.exporter("test.alpha", "1.0.0").into(stock.resolve("alpha.jar"));
    awaitWords("alpha.jar", "ACTIVE 1.0.0");
    TestJar.exporter("test.alpha", "2.0.0")
        .needing(Executor.class)
        .into(stock.resolve("alpha.jar"));
    Await.until(
        () ->
            assertThat(runtime.words("alpha.jar"))
                .satisfiesExactly(
                    first -> assertThat(first).isEqualTo("ACTIVE 1.0.0"),
                    second ->
                        assertThat(second)
                            .startsWith("REFUSED 2.0.0 it was not healthy within 3s")
                            .contains("java.util.concurrent.Executor")));
  }

  @Test
  void anUpdateThatCannotResolveDoesNotTouchTheRunningOne() throws Exception {
    TestJar.exporter("test.alpha", "1.0.0").into(stock.resolve("alpha.jar"));
    awaitWords("alpha.jar", "ACTIVE 1.0.0");
    Object before = runtime.plugin("alpha").factory();

    TestJar.exporter("test.alpha", "2.0.0")
        .alsoImports("com.foo;version=\"[1.2,2)\"")
        .into(stock.resolve("alpha.jar"));
    Await.until(
        () ->
            assertThat(runtime.words("alpha.jar"))
                .containsExactly(
                    "ACTIVE 1.0.0",
                    "REFUSED 2.0.0 needs package com.foo [1.2,2), which nothing provides;"
                        + " version 1.0.0 of before goes on"));
    assertThat(runtime.plugin("alpha").factory()).isSameAs(before);

    Files.write(stock.resolve("alpha.jar"), new byte[] {'P', 'K', 3, 4, 0, 0});
    Await.until(
        () ->
            assertThat(runtime.words("alpha.jar"))
                .hasSize(2)
                .last()
                .asString()
                .contains("damaged"));
    assertThat(runtime.plugin("alpha").factory()).isSameAs(before);
  }

  @Test
  void aDamagedJarIsRefused() throws Exception {
    byte[] bytes = TestJar.exporter("test.alpha", "1.0.0").bytes();
    bytes[bytes.length / 2] ^= 0x55;
    Files.write(stock.resolve("alpha.jar"), bytes);
    Files.writeString(stock.resolve("text.jar"), "this is no jar");
    Files.createFile(stock.resolve("empty.jar"));
    awaitRefused("alpha.jar", "damaged");
    awaitRefused("text.jar", "no jar at all");
    awaitRefused("empty.jar", "no jar at all");
  }

  @Test
  void anotherFileWithTheSameNameIsRefused() throws Exception {
    TestJar.exporter("test.alpha", "1.0.0").into(stock.resolve("alpha.jar"));
    awaitWords("alpha.jar", "ACTIVE 1.0.0");
    TestJar.exporter("test.alpha", "1.5.0").into(stock.resolve("alpha-copy.jar"));
    awaitRefused("alpha-copy.jar", "both the bundle test.alpha; remove one of them");
    assertThat(runtime.words("alpha-copy.jar").getFirst())
        .contains(stock.resolve("alpha.jar").toString())
        .contains(stock.resolve("alpha-copy.jar").toString());

    Files.delete(stock.resolve("alpha.jar"));
    awaitWords("alpha-copy.jar", "ACTIVE 1.5.0");
  }

  @Test
  void theOperatorsFolderReplacesByAHigherVersion() throws Exception {
    TestJar.exporter("test.alpha", "1.0.0").into(stock.resolve("alpha.jar"));
    awaitWords("alpha.jar", "ACTIVE 1.0.0");

    TestJar.exporter("test.alpha", "0.9.0").into(own.resolve("mine.jar"));
    awaitRefused("mine.jar", "serves when its version is higher");

    TestJar.exporter("test.alpha", "1.2.0").into(own.resolve("mine.jar"));
    awaitWords("mine.jar", "ACTIVE 1.2.0");
    awaitRefused("alpha.jar", "both the bundle test.alpha");

    Files.delete(own.resolve("mine.jar"));
    awaitWords("alpha.jar", "ACTIVE 1.0.0");
    assertThat(runtime.plugin("alpha").version()).isEqualTo("1.0.0");
  }

  @Test
  void aReplacementThatFailsGivesTheStockOneBack() throws Exception {
    TestJar.exporter("test.alpha", "1.0.0").into(stock.resolve("alpha.jar"));
    awaitWords("alpha.jar", "ACTIVE 1.0.0");
    TestJar.exporter("test.alpha", "1.2.0").failing("broken").into(own.resolve("alpha.jar"));
    Await.until(
        () ->
            assertThat(runtime.words("alpha.jar"))
                .hasSize(2)
                .anySatisfy(w -> assertThat(w).isEqualTo("ACTIVE 1.0.0"))
                .anySatisfy(w -> assertThat(w).startsWith("REFUSED 1.2.0").contains("broken")));
  }

  @Test
  void twoBundlesOfOneTypeServeOneAfterTheOther() throws Exception {
    TestJar.exporter("test.alpha", "1.0.0").into(stock.resolve("alpha.jar"));
    awaitWords("alpha.jar", "ACTIVE 1.0.0");
    TestJar.exporter("test.other", "1.0.0").type("alpha").into(stock.resolve("other.jar"));
    awaitWords(
        "other.jar",
        "WAITING 1.0.0 exporter alpha is served by the bundle test.alpha; remove that one to use"
            + " this");
    Files.delete(stock.resolve("alpha.jar"));
    awaitWords("other.jar", "ACTIVE 1.0.0");
  }

  @Test
  void aRemovedJarIsUninstalledAfterItsUsersLetGo() throws Exception {
    TestJar.exporter("test.alpha", "1.0.0").into(stock.resolve("alpha.jar"));
    awaitWords("alpha.jar", "ACTIVE 1.0.0");
    Files.delete(stock.resolve("alpha.jar"));
    Await.until(() -> assertThat(runtime.lines("alpha.jar")).isEmpty());
    Await.until(() -> assertThat(runtime.heard).containsExactly("+alpha 1.0.0", "-alpha 1.0.0"));
    assertThat(runtime.live.find(TestRuntime.factories(), "alpha")).isEmpty();
    assertThat(runtime.context.getBundles())
        .noneMatch(b -> "test.alpha".equals(b.getSymbolicName()));
  }

  @Test
  void aJarWithoutItsServiceWaitsAndSaysForWhat() throws Exception {
    TestJar.exporter("test.alpha", "1.0.0")
        .needing(Executor.class)
        .into(stock.resolve("alpha.jar"));
    awaitWords(
        "alpha.jar",
        "WAITING 1.0.0 component factory waits for the service java.util.concurrent.Executor");
    runtime.context.registerService(Executor.class, Runnable::run, null);
    awaitWords("alpha.jar", "ACTIVE 1.0.0");
  }

  @Test
  void aBundleThatHangsIsRefusedAndOthersGoOn() throws Exception {
    TestJar.exporter("test.alpha", "1.0.0").hanging().into(stock.resolve("alpha.jar"));
    TestJar.exporter("test.beta", "1.0.0").into(stock.resolve("beta.jar"));
    awaitRefused("alpha.jar", "did not start within 2 s");
    awaitWords("beta.jar", "ACTIVE 1.0.0");
  }

  @Test
  void aPluginThatHangsIsQuarantinedUntilItsJarIsTouched() throws Exception {
    TestJar.exporter("test.alpha", "1.0.0").into(stock.resolve("alpha.jar"));
    awaitWords("alpha.jar", "ACTIVE 1.0.0");
    Plugin<ExporterFactory<?>> plugin = runtime.plugin("alpha");
    CountDownLatch never = new CountDownLatch(1);
    overrun(plugin, never);
    overrun(plugin, never);
    // A call that returns proves that it does not hang for good.
    assertThat(runtime.live.call(plugin, "type", Duration.ofSeconds(5), () -> 7)).isEqualTo(7);
    overrun(plugin, never);
    overrun(plugin, never);
    // One that should be made while another hangs counts, too.
    runtime.live.stillOverdue(plugin, "collect", Duration.ofSeconds(5));
    Await.until(
        () ->
            assertThat(runtime.words("alpha.jar").getFirst())
                .startsWith("QUARANTINED 1.0.0 3 calls in a row overran their deadline"));
    assertThat(runtime.lines("alpha.jar").getFirst().failures()).isEqualTo(5);
    assertThat(runtime.live.find(TestRuntime.factories(), "alpha")).isEmpty();
    Await.until(() -> assertThat(runtime.heard).containsExactly("+alpha 1.0.0", "-alpha 1.0.0"));

    Files.setLastModifiedTime(
        stock.resolve("alpha.jar"), FileTime.from(Instant.now().plusSeconds(2)));
    awaitWords("alpha.jar", "ACTIVE 1.0.0");
    assertThat(runtime.lines("alpha.jar").getFirst().failures()).isZero();
  }

  @Test
  void failuresAreCountedButDoNotQuarantine() throws Exception {
    TestJar.exporter("test.alpha", "1.0.0").into(stock.resolve("alpha.jar"));
    awaitWords("alpha.jar", "ACTIVE 1.0.0");
    Plugin<ExporterFactory<?>> plugin = runtime.plugin("alpha");
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(
              () ->
                  runtime.live.call(
                      plugin,
                      "collect",
                      Duration.ofSeconds(5),
                      () -> {
                        throw new IllegalStateException("connection refused");
                      }))
          .isInstanceOf(PluginCallException.class)
          .hasMessage("exporter alpha: collect failed: connection refused");
    }
    assertThat(runtime.lines("alpha.jar").getFirst())
        .satisfies(
            line -> {
              assertThat(line.state()).isEqualTo(State.ACTIVE);
              assertThat(line.failures()).isEqualTo(10);
            });
  }

  @Test
  void theFolderIsTheTruthAfterARestart() throws Exception {
    TestJar.exporter("test.alpha", "1.0.0").into(stock.resolve("alpha.jar"));
    TestJar.exporter("test.beta", "1.0.0").into(stock.resolve("beta.jar"));
    awaitWords("alpha.jar", "ACTIVE 1.0.0");
    awaitWords("beta.jar", "ACTIVE 1.0.0");
    runtime.close();
    Files.delete(stock.resolve("alpha.jar"));

    runtime = new TestRuntime(work, List.of(stock, own));
    awaitWords("beta.jar", "ACTIVE 1.0.0");
    assertThat(runtime.lines("alpha.jar")).isEmpty();
    assertThat(runtime.context.getBundles())
        .noneMatch(b -> "test.alpha".equals(b.getSymbolicName()));

    // Its copy went with it: a bad jar of that name later has nothing to go back to.
    TestJar.exporter("test.alpha", "2.0.0").failing("broken").into(stock.resolve("alpha.jar"));
    awaitRefused("alpha.jar", "broken");
  }

  @Test
  void theLastGoodJarComesBackAfterARestartWithABadOne() throws Exception {
    TestJar.exporter("test.alpha", "1.0.0").into(stock.resolve("alpha.jar"));
    awaitWords("alpha.jar", "ACTIVE 1.0.0");
    runtime.close();
    TestJar.exporter("test.alpha", "2.0.0").failing("broken").into(stock.resolve("alpha.jar"));

    runtime = new TestRuntime(work, List.of(stock, own));
    awaitRollBack();
  }

  private void awaitRollBack() {
    Await.until(
        () ->
            assertThat(runtime.words("alpha.jar"))
                .satisfiesExactly(
                    first -> assertThat(first).isEqualTo("ACTIVE 1.0.0"),
                    second -> assertThat(second).startsWith("REFUSED 2.0.0").contains("broken")));
  }

  @Test
  void theJarThatWasShippedComesBackWithoutACopyOfItsOwn() throws Exception {
    Path originals = Files.createDirectories(work.resolve("originals"));
    TestJar.exporter("test.alpha", "1.0.0").into(originals.resolve("alpha.jar"));
    Files.copy(originals.resolve("alpha.jar"), stock.resolve("alpha.jar"));
    awaitWords("alpha.jar", "ACTIVE 1.0.0");
    runtime.close();
    try (var good = Files.list(work.resolve("jars/good"))) {
      assertThat(good)
          .singleElement()
          .satisfies(note -> assertThat(note).hasFileName("0-alpha.jar.original"));
    }
    TestJar.exporter("test.alpha", "2.0.0").failing("broken").into(stock.resolve("alpha.jar"));

    runtime = new TestRuntime(work, List.of(stock, own));
    awaitRollBack();

    // A healthy one takes its place, and the one that was shipped the place of that.
    TestJar.exporter("test.alpha", "3.0.0").into(stock.resolve("alpha.jar"));
    awaitWords("alpha.jar", "ACTIVE 3.0.0");
    Files.copy(
        originals.resolve("alpha.jar"),
        stock.resolve("alpha.jar"),
        StandardCopyOption.REPLACE_EXISTING);
    awaitWords("alpha.jar", "ACTIVE 1.0.0");
    assertThat(originals.resolve("alpha.jar")).exists();

    // Of another distribution's originals nothing is known.
    runtime.close();
    TestJar.exporter("test.alpha", "1.5.0").into(originals.resolve("alpha.jar"));
    TestJar.exporter("test.alpha", "2.0.0").failing("broken").into(stock.resolve("alpha.jar"));
    runtime = new TestRuntime(work, List.of(stock, own));
    awaitRefused("alpha.jar", "broken");
    assertThat(runtime.words("alpha.jar")).noneMatch(text -> text.startsWith("ACTIVE"));
  }

  @Test
  void aPluginIsNeverWiredToAnother() throws Exception {
    TestJar.exporter("test.alpha", "1.0.0")
        .header("Export-Package", "com.foo;version=1.5")
        .entry("com/foo/readme.txt", "a package")
        .into(stock.resolve("alpha.jar"));
    awaitWords("alpha.jar", "ACTIVE 1.0.0");
    TestJar.exporter("test.beta", "1.0.0").alsoImports("com.foo").into(stock.resolve("beta.jar"));
    awaitRefused("beta.jar", "needs package com.foo, which nothing provides");
    TestJar.exporter("test.gamma", "1.0.0")
        .alsoImports("com.foo;resolution:=optional")
        .into(stock.resolve("gamma.jar"));
    awaitWords("gamma.jar", "ACTIVE 1.0.0");
    Object gamma = runtime.plugin("gamma").factory();
    Files.delete(stock.resolve("alpha.jar"));
    Await.until(() -> assertThat(runtime.lines("alpha.jar")).isEmpty());
    assertThat(runtime.plugin("gamma").factory()).isSameAs(gamma);
  }

  @Test
  void aSlowListenerKeepsNobodyElseWaiting() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    PluginListener<ExporterFactory<?>> listener =
        new PluginListener<>() {
          @Override
          public void added(Plugin<ExporterFactory<?>> plugin) {
            told.countDown();
            try {
              slow.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }

          @Override
          public void removed(Plugin<ExporterFactory<?>> plugin) {}
        };
    try (PluginRegistry.Registration registration =
        runtime.live.listen(TestRuntime.factories(), listener)) {
      TestJar.exporter("test.alpha", "1.0.0").into(stock.resolve("alpha.jar"));
      assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
      TestJar.exporter("test.beta", "1.0.0").into(stock.resolve("beta.jar"));
      awaitWords("beta.jar", "ACTIVE 1.0.0");
      Await.until(() -> assertThat(runtime.heard).containsExactly("+alpha 1.0.0", "+beta 1.0.0"));
    } finally {
      slow.countDown();
    }
  }

  private void overrun(Plugin<?> plugin, CountDownLatch never) {
    assertThatThrownBy(
            () ->
                runtime.live.call(
                    plugin,
                    "collect",
                    Duration.ofMillis(10),
                    () -> {
                      never.await();
                      return null;
                    }))
        .isInstanceOfSatisfying(PluginCallException.class, e -> assertThat(e.timedOut()).isTrue())
        .hasMessage("exporter alpha: collect took longer than 10ms");
  }

  private Bundle bundle(String symbolicName) {
    return Arrays.stream(runtime.context.getBundles())
        .filter(b -> symbolicName.equals(b.getSymbolicName()))
        .findFirst()
        .orElseThrow();
  }

  private void awaitWords(String jar, String... expected) {
    Await.until(
        () -> {
          List<String> words = runtime.words(jar);
          assertThat(words).hasSize(expected.length);
          for (int i = 0; i < expected.length; i++) {
            if (expected[i] != null) {
              assertThat(words.get(i)).isEqualTo(expected[i]);
            }
          }
        });
  }

  private void awaitRefused(String jar, String part) {
    Await.until(
        () ->
            assertThat(runtime.words(jar))
                .singleElement()
                .asString()
                .startsWith("REFUSED")
                .contains(part));
  }
}
