// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.spi.model.MetricMetadata;
import io.narthex.storage.local.note.v1.MetadataNotes;
import io.narthex.storage.local.note.v1.NoteLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What targets last said of their metric families, in memory and, without the targets, in a {@link
 * NoteLog}. Equal words are kept once. What was said before the last start holds until some target
 * speaks of the family again.
 */
final class MetadataStore implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MetadataStore.class);

  /** So many characters of different words are kept. */
  private static final long MAX_TEXT = 32 << 20;

  /** Words that targets say, and how many. */
  private static final class Said {

    private final MetricMetadata words;
    private int targets;

    Said(MetricMetadata words) {
      this.words = words;
    }
  }

  private final NoteLog log;
  private final Map<Integer, Map<String, Said>> byTarget = new HashMap<>();
  private final Map<MetricMetadata, Said> once = new HashMap<>();
  private final Map<String, Set<MetricMetadata>> before = new HashMap<>();
  // How many different words are kept, and how many characters they have.
  private int count;
  private long text;
  private boolean full;

  /**
   * Opens the store of a file.
   *
   * @param warnings told of damage
   */
  MetadataStore(Path file, Consumer<String> warnings) throws IOException {
    log = NoteLog.open(file, MetadataNotes.reader(this::remember), warnings);
  }

  private void remember(MetricMetadata words, boolean said) {
    Set<MetricMetadata> of = before.computeIfAbsent(words.family(), f -> new LinkedHashSet<>(2));
    if (said && of.add(words)) {
      keep(words);
    } else if (!said && of.remove(words)) {
      drop(words);
    }
    if (of.isEmpty()) {
      before.remove(words.family());
    }
  }

  private void keep(MetricMetadata words) {
    count++;
    text += length(words);
  }

  private void drop(MetricMetadata words) {
    count--;
    text -= length(words);
  }

  private static int length(MetricMetadata words) {
    return words.family().length() + words.unit().length() + words.help().length();
  }

  synchronized void put(int target, MetricMetadata words) {
    Map<String, Said> of = byTarget.computeIfAbsent(target, t -> new HashMap<>());
    Said last = of.get(words.family());
    if (last != null && last.words.equals(words)) {
      return;
    }
    Said now = begin(words);
    if (now == null) {
      return;
    }
    now.targets++;
    of.put(words.family(), now);
    if (last != null) {
      end(last);
    }
    log.flush();
  }

  /** Returns words that a target begins to say; null when there is no room for them. */
  private @Nullable Said begin(MetricMetadata words) {
    Said known = once.get(words);
    if (known != null) {
      return known;
    }
    Set<MetricMetadata> old = before.remove(words.family());
    boolean kept = old != null && old.contains(words);
    if (old != null) {
      for (MetricMetadata other : old) {
        if (!other.equals(words)) {
          gone(other);
        }
      }
    }
    if (!kept) {
      if (text + length(words) > MAX_TEXT) {
        tellFull(words);
        return null;
      }
      keep(words);
      MetadataNotes.add(log, words, true);
    }
    Said fresh = new Said(words);
    once.put(words, fresh);
    return fresh;
  }

  private void tellFull(MetricMetadata words) {
    if (!full) {
      full = true;
      LOG.warn(
          "The metadata of {} and of what follows is not kept: targets have said {} characters of"
              + " metric families already. Look for a target whose names or help texts change.",
          words.family(),
          MAX_TEXT);
    }
  }

  /** One target less says this. */
  private void end(Said said) {
    said.targets--;
    if (said.targets == 0) {
      once.remove(said.words);
      gone(said.words);
    }
  }

  private void gone(MetricMetadata words) {
    drop(words);
    MetadataNotes.add(log, words, false);
  }

  /** Makes what was said safe against a power cut. */
  void force() throws IOException {
    synchronized (this) {
      if (log.isLong(count)) {
        List<MetricMetadata> all = all();
        log.rewrite(fresh -> all.forEach(words -> MetadataNotes.add(fresh, words, true)));
      }
    }
    log.force();
  }

  /** Returns what is known of families, without duplicates. */
  synchronized List<MetricMetadata> all() {
    Set<MetricMetadata> distinct = new LinkedHashSet<>(once.keySet());
    before.values().forEach(distinct::addAll);
    return new ArrayList<>(distinct);
  }

  /** Copies the file into a folder. */
  synchronized void copyTo(Path folder) throws IOException {
    log.copyTo(folder);
  }

  @Override
  public void close() throws IOException {
    try (log) {
      force();
    }
  }
}
