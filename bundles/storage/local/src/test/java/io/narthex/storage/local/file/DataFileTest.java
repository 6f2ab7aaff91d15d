// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFileTest {

  @TempDir private Path folder;

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  @Test
  void serves_on_after_an_interrupted_thread_wrote_read_and_mapped() throws IOException {
    try (DataFile file = DataFile.create(folder.resolve("f"))) {
      Thread.currentThread().interrupt();

      file.write(bytes("hello"), 0);
      file.force();
      ByteBuffer back = ByteBuffer.allocate(5);
      assertThat(file.read(back, 0)).isEqualTo(5);
      MemorySegment mapped = file.map(5, Arena.ofAuto());

      assertThat(Thread.currentThread().isInterrupted()).isTrue();
      assertThat(back.array()).isEqualTo(bytes("hello").array());
      assertThat(mapped.get(ValueLayout.JAVA_BYTE, 4)).isEqualTo((byte) 'o');
      file.write(bytes("!"), 5);
      assertThat(file.size()).isEqualTo(6);
    }
  }

  @Test
  void writes_direct_buffers_of_any_size() throws IOException {
    ByteBuffer direct = ByteBuffer.allocateDirect(200_001);
    for (int i = 0; i < direct.capacity(); i++) {
      direct.put((byte) i);
    }
    try (DataFile file = DataFile.create(folder.resolve("f"))) {
      assertThat(file.write(direct.flip(), 3)).isEqualTo(200_001);
    }
    byte[] stored = Files.readAllBytes(folder.resolve("f"));
    assertThat(stored).hasSize(200_004);
    assertThat(stored[3 + 199_999]).isEqualTo((byte) 199_999);
  }

  @Test
  void keeps_a_mapping_when_the_file_is_closed_and_deleted() throws IOException {
    Path path = folder.resolve("f");
    MemorySegment mapped;
    try (DataFile file = DataFile.create(path)) {
      file.write(bytes("hello"), 0);
      mapped = file.map(5, Arena.ofAuto());
    }
    Files.delete(path);

    assertThat(mapped.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 'h');
  }

  @Test
  void refuses_to_make_a_file_that_is_there_and_to_force_a_closed_one() throws IOException {
    DataFile file = DataFile.create(folder.resolve("f"));
    assertThatThrownBy(() -> DataFile.create(folder.resolve("f")))
        .isInstanceOf(FileAlreadyExistsException.class);
    file.close();
    assertThatThrownBy(file::force).isInstanceOf(ClosedChannelException.class);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void the_name_of_a_new_file_is_safe_with_the_first_force() throws Exception {
    Path path = folder.resolve("new");
    try (DataFile file = DataFile.create(path)) {
      assertThat(file.isNamed()).isFalse();
      file.force();
      assertThat(file.isNamed()).isTrue();
    }
    try (DataFile file = DataFile.open(path)) {
      assertThat(file.isNamed()).isTrue();
    }
    try (DataFile file = DataFile.open(folder.resolve("other"))) {
      assertThat(file.isNamed()).isFalse();
    }
  }
}
