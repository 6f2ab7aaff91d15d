// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of {@code scrape_failure_log_file}: a JSON object a line for each scrape that failed,
 * with the members that upstream writes. Jobs may share a file. A file is opened again at each
 * reload, so that it can be rotated. Safe for several threads.
 */
final class FailureLogs implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FailureLogs.class);

  /** The open files; null is one that cannot be written until the next reload. */
  private final Map<Path, @Nullable BufferedWriter> files = new HashMap<>();

  /** Closes all files; each is opened again when there is something to write. */
  void reopen() {
    close();
  }

  /**
   * Writes a line. A file that cannot be written is told once, and left alone till it is reopened.
   */
  synchronized void log(Path file, Instant time, String job, String target, String error) {
    try {
      BufferedWriter writer = files.get(file);
      if (writer == null) {
        if (files.containsKey(file)) {
          return;
        }
        writer =
            Files.newBufferedWriter(
                file,
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND,
                StandardOpenOption.WRITE);
        files.put(file, writer);
      }
      writer.write(line(time, job, target, error));
      writer.flush();
    } catch (IOException e) {
      files.put(file, null);
      LOG.warn(
          "scrape_failure_log_file {} cannot be written: {}; make it writable and reload",
          file,
          e.toString());
    }
  }

  private static String line(Instant time, String job, String target, String error) {
    StringBuilder out = new StringBuilder(160);
    member(out.append('{'), "time", time.toString());
    member(out.append(','), "level", "ERROR");
    member(out.append(','), "msg", error);
    member(out.append(','), "job_name", job);
    member(out.append(','), "target", target);
    return out.append("}\n").toString();
  }

  private static void member(StringBuilder out, String name, String value) {
    out.append('"').append(name).append("\":\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  @Override
  public synchronized void close() {
    for (BufferedWriter writer : files.values()) {
      if (writer != null) {
        try {
          writer.close();
        } catch (IOException e) {
          LOG.debug("a failure log could not be closed", e);
        }
      }
    }
    files.clear();
  }
}
