// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.plugins.internal.FolderWatcher.Look;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatcherTest {

  private static final JarKey JAR = new JarKey(0, "a.jar");

  @TempDir private Path work;
  private Path folder;
  private Path jar;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Semaphore notices = new Semaphore(0);
  private FolderWatcher watcher;

  @BeforeEach
  void watch() {
    folder = work.resolve("plugins");
    jar = folder.resolve("a.jar");
    watcher =
        new FolderWatcher(List.of(folder), Duration.ofMillis(500), () -> now, notices::release);
  }

  @AfterEach
  void close() {
    watcher.close();
  }

  @Test
  void aJarIsTakenOnceItHasSettled() throws Exception {
    Files.createDirectory(folder);
    write("half");
    assertThat(watcher.look().settled()).isEmpty();
    now = now.plusMillis(499);
    assertThat(watcher.look().settled()).isEmpty();
    write("the whole");
    now = now.plusMillis(1);
    assertThat(watcher.look()).matches(l -> l.settled().isEmpty()).matches(Look::unsettled);
    now = now.plusMillis(500);
    assertThat(watcher.look().settled()).containsOnlyKeys(JAR);
    assertThat(watcher.look()).isEqualTo(new Look(Map.of(), List.of(), false, Set.of(JAR), true));
  }

  @Test
  void anOldJarIsTakenAtOnce() throws Exception {
    Files.createDirectory(folder);
    write("old");
    Files.setLastModifiedTime(jar, FileTime.from(now.minusSeconds(60)));
    assertThat(watcher.look().settled()).containsOnlyKeys(JAR);
  }

  @Test
  void touchingAndReplacingCountAsChanges() throws Exception {
    anOldJarIsTakenAtOnce();
    Files.setLastModifiedTime(jar, FileTime.from(now.minusSeconds(50)));
    assertThat(watcher.look().settled()).containsOnlyKeys(JAR);

    Path other = folder.resolve(".other");
    Files.writeString(other, "dlo");
    Files.setLastModifiedTime(other, FileTime.from(now.minusSeconds(50)));
    Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING);
    assertThat(watcher.look().settled()).as("same size and time").containsOnlyKeys(JAR);
  }

  @Test
  void aJarIsGoneOnlyWhenItsFolderCanBeRead() throws Exception {
    anOldJarIsTakenAtOnce();
    Files.move(folder, work.resolve("away"));
    assertThat(watcher.look()).matches(l -> l.gone().isEmpty()).matches(l -> !l.complete());
    Files.createDirectory(folder);
    assertThat(watcher.look().gone()).containsExactly(JAR);
    assertThat(watcher.look().gone()).isEmpty();
  }

  @Test
  void otherFilesArePassedOver() throws Exception {
    Files.createDirectories(folder.resolve("folder.jar"));
    Files.writeString(folder.resolve(".hidden.jar"), "x");
    Files.writeString(folder.resolve("a.jar.part"), "x");
    Files.createSymbolicLink(folder.resolve("nowhere.jar"), Path.of("missing"));
    watcher.look();
    now = now.plusSeconds(10);
    assertThat(watcher.look()).isEqualTo(new Look(Map.of(), List.of(), false, Set.of(), true));
  }

  @Test
  void aChangeGivesNotice() throws Exception {
    Files.createDirectory(folder);
    watcher.look();
    write("something");
    assertThat(notices.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
  }

  /** Written at the test's present time. */
  private void write(String content) throws Exception {
    Files.writeString(jar, content);
    Files.setLastModifiedTime(jar, FileTime.from(now));
  }
}
