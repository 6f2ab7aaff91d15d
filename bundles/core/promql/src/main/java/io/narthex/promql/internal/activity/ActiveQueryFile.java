// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.activity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code queries.active}: which queries run now, so that after a crash the next start can
 * tell which ones did not finish. It is mapped into memory, so that noting a query costs no system
 * call and outlives the process.
 *
 * <p>The format is upstream's: a bracket, then a slot of 1,000 bytes for each query that may run at
 * a time. A slot is empty (zero bytes), or has a JSON object with {@code query}, cut to what fits,
 * and {@code timestamp_sec}, and a comma as its last byte. Safe for several threads.
 */
public final class ActiveQueryFile {

  /** The name of the file in the data folder. */
  public static final String NAME = "queries.active";

  /** No slot was free, or there is no file. */
  static final int NO_SLOT = -1;

  private static final Logger LOG = LoggerFactory.getLogger(ActiveQueryFile.class);

  private static final int SLOT_BYTES = 1000;
  private static final JsonFactory JSON = new JsonFactory();

  /** Notes nothing. */
  public static final ActiveQueryFile NONE = new ActiveQueryFile(null, 0);

  private final @Nullable MappedByteBuffer mapped;
  private final Deque<Integer> free = new ArrayDeque<>();

  private ActiveQueryFile(@Nullable MappedByteBuffer mapped, int slots) {
    this.mapped = mapped;
    for (int i = 0; i < slots; i++) {
      free.add(1 + i * SLOT_BYTES);
    }
  }

  /**
   * Logs the queries that a former process did not finish, and begins anew. A file that cannot be
   * written is logged, and nothing is noted then: queries go on without.
   *
   * @param folder the data folder, made when missing
   * @param slots how many queries may run at a time
   */
  public static ActiveQueryFile open(Path folder, int slots) {
    Path file = folder.resolve(NAME);
    try {
      Files.createDirectories(folder);
      if (Files.exists(file)) {
        String unfinished = unfinished(Files.readAllBytes(file));
        if (!unfinished.isEmpty()) {
          LOG.info("these queries did not finish in the last run: {}", unfinished);
        }
      }
      long size = 1 + (long) slots * SLOT_BYTES;
      if (size > Integer.MAX_VALUE) {
        LOG.warn("{} queries at a time are too many to note them in {}", slots, file);
        return NONE;
      }
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE)) {
        MappedByteBuffer buffer = channel.map(FileChannel.MapMode.READ_WRITE, 0, size);
        buffer.put(0, (byte) '[');
        return new ActiveQueryFile(buffer, slots);
      }
    } catch (IOException e) {
      LOG.warn("running queries are not noted in {}: {}", file, e.toString());
      return NONE;
    }
  }

  /**
   * Returns the queries that a file tells of as a JSON array; the empty text when there is none.
   */
  static String unfinished(byte[] file) {
    String text = new String(file, StandardCharsets.UTF_8).replace("\u0000", "");
    return text.length() <= 1 ? "" : text.substring(0, text.length() - 1) + "]";
  }

  /** Notes a query; returns its slot. */
  int insert(String query, long timestampSeconds) {
    MappedByteBuffer buffer = mapped;
    if (buffer == null) {
      return NO_SLOT;
    }
    byte[] entry = entry(query, timestampSeconds);
    synchronized (free) {
      Integer slot = free.poll();
      if (slot == null) {
        return NO_SLOT;
      }
      buffer.put(slot, entry);
      buffer.put(slot + SLOT_BYTES - 1, (byte) ',');
      return slot;
    }
  }

  /** Empties a slot. */
  void delete(int slot) {
    MappedByteBuffer buffer = mapped;
    if (buffer == null || slot == NO_SLOT) {
      return;
    }
    synchronized (free) {
      buffer.put(slot, new byte[SLOT_BYTES]);
      free.add(slot);
    }
  }

  /** Cuts the query until the object with its escapes fits. */
  private static byte[] entry(String query, long seconds) {
    String text = query.length() > SLOT_BYTES ? query.substring(0, SLOT_BYTES) : query;
    while (true) {
      byte[] entry = json(text, seconds);
      int over = entry.length - (SLOT_BYTES - 1);
      if (over <= 0) {
        return entry;
      }
      int cut = Math.max(1, over / 6);
      text = text.substring(0, Math.max(0, text.length() - cut));
      if (!text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1))) {
        text = text.substring(0, text.length() - 1);
      }
    }
  }

  private static byte[] json(String query, long seconds) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(SLOT_BYTES);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("query", query);
      json.writeNumberField("timestamp_sec", seconds);
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return out.toByteArray();
  }
}
