// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.LimitExceededException;
import io.narthex.spi.storage.StorageException;
import io.narthex.storage.local.label.v1.LabelLog;
import io.narthex.storage.local.memory.IntPages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.ObjLongConsumer;

/**
 * The series and targets of the engine, by number, and which of them a selector means.
 *
 * <p>Adding takes this object's lock; {@link #flush} must be called before a row that refers to a
 * new series is logged. Everything else may be called from any thread.
 */
public final class LabelStore implements AutoCloseable {

  private static final int[] NONE = {};
  private static final String LOG = "series.nxl";
  private static final String INDEX = "index";

  /** Lucene's limit for a term is 32,766 bytes; three bytes a character at most. */
  private static final int MAX_LABEL_CHARS = 10_000;

  private static final int MAX_PENDING = 16 << 20;

  private final Path folder;
  private final long maxSeries;
  private final SymbolTable symbols = new SymbolTable();
  private final SeriesTable series = new SeriesTable(symbols);
  private final IntPages firstTargets = new IntPages();
  private final Map<Integer, int[]> furtherTargets = new ConcurrentHashMap<>();
  private final Map<Labels, Integer> targetNumbers = new HashMap<>();
  private final List<Labels> targets = new ArrayList<>();
  private final LabelLog log;
  private final LabelIndex index;
  private volatile BitSet names = new BitSet();
  private int[] pairs = new int[64];
  private String widest = "";
  private long widestCounted;

  /**
   * Opens the store of a folder, or makes it.
   *
   * @param maxSeries how many series it takes at most
   * @param warnings told of damage
   */
  public LabelStore(Path folder, long maxSeries, Consumer<String> warnings) throws IOException {
    this.folder = folder;
    this.maxSeries = maxSeries;
    Files.createDirectories(folder);
    LabelLog opened = null;
    try {
      opened = LabelLog.open(folder.resolve(LOG), new Loader(), warnings);
      this.log = opened;
      this.index = openIndex(warnings);
    } catch (IOException | RuntimeException e) {
      if (opened != null) {
        opened.close();
      }
      series.close();
      symbols.close();
      throw e;
    }
  }

  private LabelIndex openIndex(Consumer<String> warnings) throws IOException {
    Path at = folder.resolve(INDEX);
    try {
      return new LabelIndex(at, symbols, series);
    } catch (IOException | RuntimeException e) {
      Path aside = folder.resolve(INDEX + ".damaged-" + System.currentTimeMillis());
      warnings.accept(
          "the label index "
              + at
              + " is damaged ("
              + e.getMessage()
              + "); it was moved to "
              + aside
              + " and is built again");
      Files.move(at, aside);
      return new LabelIndex(at, symbols, series);
    }
  }

  /** Fills the tables from the log; numbers lost with a damaged frame get stand-ins. */
  private final class Loader implements LabelLog.Visitor {

    @Override
    public void frame(int firstSymbol, int firstSeries, int firstTarget) {
      while (symbols.count() < firstSymbol) {
        symbols.intern("\0lost symbol " + symbols.count());
      }
      while (targets.size() < firstTarget) {
        addTarget(Labels.of("narthex_lost_target", Integer.toString(targets.size())));
      }
      while (series.count() < firstSeries) {
        // A series without labels: no selector finds it, and it keeps the numbers right.
        series.add(new int[0], 0);
        firstTargets.set(series.count() - 1, 0);
      }
    }

    @Override
    public void symbol(String text) {
      symbols.intern(text);
    }

    @Override
    public void series(int target, int[] pairs, int length) {
      int number = series.add(pairs, length);
      firstTargets.set(number, target);
      noteNames(pairs, length);
    }

    @Override
    public void target(int[] pairs, int length) {
      String[] text = new String[length];
      for (int i = 0; i < length; i++) {
        text[i] = symbols.text(pairs[i]);
      }
      addTarget(Labels.ofSorted(text));
    }

    @Override
    public void also(int series, int target) {
      addFurther(series, target);
    }
  }

  private int addTarget(Labels labels) {
    int number = targets.size();
    targetNumbers.put(labels, number);
    targets.add(labels);
    return number;
  }

  private void addFurther(int series, int target) {
    furtherTargets.merge(
        series,
        new int[] {target},
        (old, more) -> {
          int[] both = Arrays.copyOf(old, old.length + 1);
          both[old.length] = more[0];
          return both;
        });
  }

  private void noteNames(int[] pairs, int length) {
    for (int i = 0; i < length; i += 2) {
      int name = pairs[i];
      if (!names.get(name)) {
        // Copied, because readers go over the old set meanwhile.
        BitSet more = (BitSet) names.clone();
        more.set(name);
        names = more;
      }
    }
  }

  /** Returns a target's number, and gives it one when it is new. */
  public synchronized int target(Labels labels) {
    Integer known = targetNumbers.get(labels);
    if (known != null) {
      return known;
    }
    makeRoom();
    int length = intern(labels);
    log.target(targets.size(), pairs, length);
    return addTarget(labels);
  }

  /** Returns all targets, by number. */
  public synchronized List<Labels> targets() {
    return List.copyOf(targets);
  }

  /** Returns a series' number, or -1 when it is not known. */
  public synchronized int find(Labels labels) {
    int n = labels.size();
    int[] sought = new int[2 * n];
    for (int i = 0; i < n; i++) {
      sought[2 * i] = symbols.find(labels.name(i));
      sought[2 * i + 1] = symbols.find(labels.value(i));
      if (sought[2 * i] < 0 || sought[2 * i + 1] < 0) {
        return -1;
      }
    }
    return series.find(sought, sought.length);
  }

  /**
   * Returns a series' number, and gives it one when it is new. Notes that the series is in the
   * target.
   *
   * @throws LimitExceededException when there are too many series, or a label is too long
   */
  public synchronized int series(Labels labels, int target) {
    int known = find(labels);
    if (known >= 0) {
      if (!isIn(known, target)) {
        log.also(known, target);
        addFurther(known, target);
      }
      return known;
    }
    check(labels);
    makeRoom();
    int length = intern(labels);
    int number = series.count();
    firstTargets.set(number, target);
    log.series(number, target, pairs, length);
    noteNames(pairs, length);
    return series.add(pairs, length);
  }

  /**
   * Writes what waits when it has become much, as it does while appends fail on a full disk. Before
   * anything of a new series is noted, since a symbol without its note would shift all numbers.
   */
  private void makeRoom() {
    if (log.pendingBytes() > MAX_PENDING) {
      try {
        log.flush();
      } catch (IOException e) {
        throw new StorageException(
            "cannot write new series to "
                + folder
                + ": "
                + e.getMessage()
                + "; free space there, or make it writable",
            e);
      }
    }
  }

  private void check(Labels labels) {
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("a series needs at least one label");
    }
    if (series.count() >= maxSeries) {
      throw new LimitExceededException(
          "no further series: the limit of "
              + maxSeries
              + " is reached (max_series of the local storage); "
              + widestLabel(labels));
    }
    for (int i = 0; i < labels.size(); i++) {
      if (labels.name(i).length() + labels.value(i).length() > MAX_LABEL_CHARS) {
        throw new LimitExceededException(
            "label \""
                + abbreviated(labels.name(i))
                + "\" is too long: name and value may have "
                + MAX_LABEL_CHARS
                + " characters together");
      }
      if (labels.name(i).indexOf('\0') >= 0) {
        throw new LimitExceededException("a label name must not hold a NUL character");
      }
    }
  }

  private static String abbreviated(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }

  /**
   * Says which label of a refused series has most values, which is what usually grows. Counted anew
   * at most every ten seconds, since series are refused in swarms.
   */
  private String widestLabel(Labels labels) {
    long now = System.nanoTime();
    if (!widest.isEmpty() && now - widestCounted < 10_000_000_000L) {
      return widest;
    }
    String name = "";
    int most = -1;
    for (int i = 0; i < labels.size(); i++) {
      int count = values(labels.name(i), s -> true).size();
      if (count > most || (count == most && name.equals(Label.METRIC_NAME))) {
        most = count;
        name = labels.name(i);
      }
    }
    widest = "label \"" + name + "\" has most values, " + most;
    widestCounted = now;
    return widest;
  }

  private int intern(Labels labels) {
    int n = labels.size();
    if (pairs.length < 2 * n) {
      pairs = new int[2 * n];
    }
    for (int i = 0; i < n; i++) {
      pairs[2 * i] = intern(labels.name(i));
      pairs[2 * i + 1] = intern(labels.value(i));
    }
    return 2 * n;
  }

  private int intern(String text) {
    int before = symbols.count();
    int symbol = symbols.intern(text);
    if (symbol == before) {
      log.symbol(symbol, symbols.utf8(symbol));
    }
    return symbol;
  }

  /**
   * Writes what is new, so that it survives the end of this process.
   *
   * @throws IOException when it cannot be written; it is kept and written the next time
   */
  public synchronized void flush() throws IOException {
    log.flush();
  }

  /** Copies the log into a folder; the index is built again by whoever opens it. */
  public synchronized void copyTo(Path into) throws IOException {
    log.flush();
    Files.createDirectories(into);
    Files.copy(folder.resolve(LOG), into.resolve(LOG));
  }

  /** Makes what was flushed safe against a power cut. */
  public synchronized void force() throws IOException {
    log.force();
  }

  /** Returns how many series there are. */
  public int seriesCount() {
    return series.count();
  }

  /** Returns a series' labels. */
  public Labels labels(int number) {
    return series.labels(number);
  }

  /** Returns the target that a series was first seen in. */
  public int firstTarget(int number) {
    return firstTargets.get(number);
  }

  /** Returns the further targets that a series was seen in. */
  public int[] furtherTargets(int number) {
    int[] further = furtherTargets.get(number);
    return further == null ? NONE : further;
  }

  /** Returns the series that are in several targets. */
  public List<Integer> seriesInSeveralTargets() {
    return List.copyOf(furtherTargets.keySet());
  }

  private boolean isIn(int number, int target) {
    if (firstTargets.get(number) == target) {
      return true;
    }
    for (int t : furtherTargets(number)) {
      if (t == target) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the numbers of the series that pass all matchers, ascending.
   *
   * @throws IllegalArgumentException on a regular expression that is none
   * @throws StorageException when the index cannot be read
   */
  public int[] select(List<Matcher> matchers) {
    List<TextMatcher> ready = new ArrayList<>();
    int[] nameSymbols = new int[matchers.size()];
    for (Matcher matcher : matchers) {
      nameSymbols[ready.size()] = findSymbol(matcher.name());
      ready.add(TextMatcher.of(matcher));
    }
    try {
      return index.select(ready, nameSymbols);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private synchronized int findSymbol(String text) {
    return symbols.find(text);
  }

  private StorageException unreadable(IOException e) {
    return new StorageException(
        "cannot read the label index in " + folder + ": " + e.getMessage(), e);
  }

  /** Returns the values that series have for a label, sorted. */
  public TreeSet<String> values(String name, IntPredicate active) {
    TreeSet<String> values = new TreeSet<>(TextOrder.BY_CODE_POINT);
    int symbol = findSymbol(name);
    if (symbol >= 0) {
      try {
        index.values(symbol, active, values::add);
      } catch (IOException e) {
        throw unreadable(e);
      }
    }
    return values;
  }

  /** Returns the values that these series have for a label, sorted. */
  public TreeSet<String> values(String name, int[] numbers, IntPredicate active) {
    TreeSet<String> values = new TreeSet<>(TextOrder.BY_CODE_POINT);
    int symbol = findSymbol(name);
    if (symbol >= 0) {
      BitSet seen = new BitSet();
      for (int number : numbers) {
        int value = series.value(number, symbol);
        if (value >= 0 && !seen.get(value) && active.test(number)) {
          seen.set(value);
          values.add(symbols.text(value));
        }
      }
    }
    return values;
  }

  /** Returns the names of all labels, sorted. */
  public TreeSet<String> names() {
    TreeSet<String> all = new TreeSet<>(TextOrder.BY_CODE_POINT);
    names.stream().forEach(symbol -> all.add(symbols.text(symbol)));
    return all;
  }

  /** Returns the names of the labels that these series have, sorted. */
  public TreeSet<String> names(int[] numbers, IntPredicate active) {
    BitSet seen = new BitSet();
    for (int number : numbers) {
      if (active.test(number)) {
        LabelCursor cursor = series.cursor(number);
        while (cursor.next()) {
          seen.set(cursor.name());
        }
      }
    }
    TreeSet<String> all = new TreeSet<>(TextOrder.BY_CODE_POINT);
    seen.stream().forEach(symbol -> all.add(symbols.text(symbol)));
    return all;
  }

  /** Tells each pair, as {@code name NUL value}, with the count of its series. */
  public void pairs(ObjLongConsumer<String> pairs) {
    try {
      index.refresh();
    } catch (IOException e) {
      // The counts lag behind then; the background work, which fails alike, says why.
    }
    try {
      index.pairs(pairs);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Takes new series into the index; called now and then from a thread of the background.
   *
   * @param commit whether the index is also made safe
   */
  public void refresh(boolean commit) throws IOException {
    index.refresh();
    if (commit) {
      index.commit();
    }
  }

  /** Returns how many series the index does not know yet. */
  public int waiting() {
    return index.waiting();
  }

  /** Returns how many bytes the label sets take outside the heap. */
  public long reservedBytes() {
    return symbols.reservedBytes() + series.reservedBytes();
  }

  @Override
  public void close() throws IOException {
    try (symbols;
        series;
        log) {
      index.close();
    }
  }
}
