// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.annotation;

import io.narthex.promql.internal.annotation.Annotation.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Collects what a query has to say. Safe for several threads. */
public final class Annotations {

  /** How many different remarks a query may make; more would only say that there are many. */
  private static final int LIMIT = 10_000;

  private final ConcurrentHashMap<String, Annotation> byText = new ConcurrentHashMap<>();
  private final LongAdder additions = new LongAdder();
  private final ConcurrentHashMap<String, Boolean> storageWarnings = new ConcurrentHashMap<>();

  /** Adds one. */
  public void add(Annotation annotation) {
    additions.increment();
    String key = annotation.level().prefix() + annotation.text();
    Annotation present = byText.get(key);
    if (present == null && byText.size() >= LIMIT) {
      return;
    }
    if (annotation.equals(present) && annotation instanceof Annotation.Plain) {
      return;
    }
    byText.merge(key, annotation, (earlier, later) -> later.mergedWith(earlier));
  }

  /** Returns how often one was added, whether it was known already or not. */
  public long additions() {
    return additions.sum();
  }

  /** Adds a text of the storage engine, as it is. */
  public void addStorageWarning(String text) {
    storageWarnings.put(text, true);
  }

  /** Returns the messages of a level as the API shows them, sorted. */
  public List<String> render(Level level, String query) {
    List<String> texts = new ArrayList<>();
    for (Annotation a : byText.values()) {
      if (a.level() == level) {
        texts.add(a.render(query));
      }
    }
    if (level == Level.WARNING) {
      texts.addAll(storageWarnings.keySet());
    }
    texts.sort(null);
    return texts;
  }
}
