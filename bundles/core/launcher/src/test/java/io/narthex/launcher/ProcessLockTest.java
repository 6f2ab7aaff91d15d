// SPDX-License-Identifier: Apache-2.0
package io.narthex.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {

  @Test
  void makes_the_folder_and_writes_the_pid(@TempDir Path folder) throws IOException {
    Path data = folder.resolve("a/b");

    try (ProcessLock lock = ProcessLock.take(data)) {
      assertThat(lock.folder()).isEqualTo(data);
      assertThat(data.resolve("narthex.lock"))
          .hasContent(Long.toString(ProcessHandle.current().pid()));
    }
  }

  @Test
  void can_be_taken_again_once_it_is_closed(@TempDir Path data) throws IOException {
    ProcessLock.take(data).close();
    ProcessLock.take(data).close();
  }

  @Test
  void names_the_folder_and_the_remedy_when_the_folder_is_a_file(@TempDir Path folder)
      throws IOException {
    Path file = Files.createFile(folder.resolve("data"));

    assertThatThrownBy(() -> ProcessLock.take(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("--storage.tsdb.path");
  }
}
