// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.script.ScriptReport;
import io.narthex.promql.script.ScriptRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Falsifies what each case of a script expects, one thing at a time, and sees that the runner finds
 * it. The system property {@code narthex.mutate} names further scripts, separated by commas.
 */
class ScriptMutationTest {

  private static final long SEED = Long.getLong("narthex.fuzz.seed", 20_261_129);

  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w.\"=+-])[+-]?(?:\\d+\\.?\\d*(?:e[+-]?\\d+)?|Inf|NaN)(?![\\w.=\"])");
  private static final Pattern LABEL = Pattern.compile("(?<==\")[^\"]*(?=\")");

  /** One eval with the loads ahead of it. */
  private record Case(String loads, List<String> lines, int line) {}

  private static List<Case> cases(String script) {
    List<Case> cases = new ArrayList<>();
    StringBuilder loads = new StringBuilder();
    List<String> block = new ArrayList<>();
    int number = 0;
    for (String raw : (script + "\n\n").split("\n", -1)) {
      number++;
      String line = raw.strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        block.add(line);
        continue;
      }
      if (!block.isEmpty()) {
        if (block.getFirst().equals("clear")) {
          loads.setLength(0);
          block.removeFirst();
        }
        String first = block.isEmpty() ? "" : block.getFirst();
        if (first.startsWith("load")) {
          loads.append(String.join("\n", block)).append("\n\n");
        } else if (first.startsWith("eval")) {
          cases.add(new Case(loads.toString(), List.copyOf(block), number - block.size()));
        }
        block.clear();
      }
    }
    return cases;
  }

  private static List<String> with(List<String> lines, int index, String line) {
    List<String> changed = new ArrayList<>(lines);
    changed.set(index, line);
    return changed;
  }

  private static List<String> plus(List<String> lines, String line) {
    List<String> changed = new ArrayList<>(lines);
    changed.add(line);
    return changed;
  }

  /** Replaces one of what a pattern finds; returns null when it finds nothing. */
  private static @Nullable String replaceOne(
      String text, int from, Pattern pattern, Random random, String replacement) {
    List<int[]> places = new ArrayList<>();
    Matcher m = pattern.matcher(text);
    while (m.find()) {
      if (m.start() >= from) {
        places.add(new int[] {m.start(), m.end()});
      }
    }
    if (places.isEmpty()) {
      return null;
    }
    int[] p = places.get(random.nextInt(places.size()));
    return text.substring(0, p[0]) + replacement + text.substring(p[1]);
  }

  /** Returns the case with one thing falsified, by what that is. */
  private static Map<String, List<String>> mutations(List<String> lines, Random random) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    boolean fails = lines.getFirst().startsWith("eval_fail");
    if (fails) {
      all.put("no failure", with(lines, 0, lines.getFirst().replaceFirst("_fail", "")));
    }
    boolean text = false;
    List<Integer> results = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("expect string")) {
        text = true;
        all.put("string " + i, with(lines, i, "expect string \"other\""));
      } else if (line.startsWith("expect fail")) {
        fails = true;
        List<String> without = new ArrayList<>(lines);
        without.remove(i);
        all.put("no failure", without);
        all.put("failure msg", with(lines, i, "expect fail msg:something else"));
        all.put("failure regex", with(lines, i, "expect fail regex:^something else$"));
      } else if (line.startsWith("expect range vector")) {
        all.put("range vector step", with(lines, i, line + "1"));
      } else if (line.matches("expect (warn|info)( .*)?")) {
        String level = line.substring(7, 11);
        all.put("msg " + i, with(lines, i, "expect " + level + " msg:PromQL " + level + ": other"));
        all.put("regex " + i, with(lines, i, "expect " + level + " regex:^other"));
        all.put("another " + i, plus(lines, "expect " + level + " msg:other"));
        if (lines.stream().filter(l -> l.startsWith("expect " + level)).count() == 1) {
          all.put("none " + i, with(lines, i, "expect no_" + level));
        }
      } else if (line.matches("expect no_(warn|info)")) {
        all.put("some " + i, with(lines, i, "expect " + line.substring(10)));
      } else if (!line.startsWith("expect")) {
        results.add(i);
      }
    }
    if (fails) {
      return all;
    }
    all.put("failure", plus(lines, "expect fail"));
    if (text) {
      return all;
    }
    if (lines.contains("expect ordered") && results.size() > 1) {
      List<String> swapped = new ArrayList<>(lines);
      Collections.swap(swapped, results.getFirst(), results.getLast());
      all.put("order", swapped);
    }
    boolean scalar = results.size() == 1 && lines.get(results.getFirst()).matches("[^{ ]+");
    if (!scalar) {
      all.put("a series more", plus(lines, "a_series_more{of=\"mutation\"} 1"));
    }
    for (int i : results) {
      String line = lines.get(i);
      int values = scalar ? 0 : valuesFrom(line);
      List<String> without = new ArrayList<>(lines);
      without.remove(i);
      all.put("without line " + i, without);
      putIfMade(
          all, "number " + i, lines, i, replaceOne(line, values, NUMBER, random, "12345.678"));
      putIfMade(all, "gap " + i, lines, i, scalar ? null : line.substring(0, values) + "_");
      if (values > 0) {
        String head = line.substring(0, values);
        String changed = replaceOne(head, 0, LABEL, random, "otherwise");
        putIfMade(
            all, "label " + i, lines, i, changed == null ? null : changed + line.substring(values));
        all.put("name " + i, with(lines, i, "other_" + line));
      }
    }
    if (lines.getFirst().matches("eval instant .*") && !scalar && results.isEmpty()) {
      all.put("scalar", plus(lines, "1"));
    }
    return all;
  }

  private static void putIfMade(
      Map<String, List<String>> all,
      String name,
      List<String> lines,
      int i,
      @Nullable String line) {
    if (line != null) {
      all.put(name, with(lines, i, line));
    }
  }

  /** Returns where the values of a result line begin, behind the labels. */
  private static int valuesFrom(String line) {
    boolean quoted = false;
    int depth = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && (i == 0 || line.charAt(i - 1) != '\\')) {
        quoted = !quoted;
      } else if (!quoted && c == '{') {
        depth++;
      } else if (!quoted && c == '}') {
        depth--;
      } else if (!quoted && depth == 0 && Character.isWhitespace(c)) {
        return i + 1;
      }
    }
    return line.length();
  }

  private static void mutate(String name, String script, List<String> survivors, List<String> tried)
      throws Exception {
    Random random = new Random(SEED);
    ScriptRunner runner = new ScriptRunner(new EngineScriptTarget());
    try (ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      for (Case c : cases(script)) {
        mutations(c.lines(), random)
            .forEach(
                (what, lines) ->
                    threads.submit(
                        () -> {
                          String text = c.loads() + String.join("\n", lines) + "\n";
                          ScriptReport report = runner.run(name, text);
                          tried.add(what);
                          if (report.failures().isEmpty()) {
                            survivors.add(
                                name
                                    + ":"
                                    + c.line()
                                    + " "
                                    + what
                                    + "\n"
                                    + String.join("\n", lines));
                          }
                        }));
      }
    }
  }

  @Test
  void everyFalsifiedExpectationIsFound() throws Exception {
    List<String> survivors = Collections.synchronizedList(new ArrayList<>());
    List<String> tried = Collections.synchronizedList(new ArrayList<>());
    mutate(OwnScript.NAME, OwnScript.text(), survivors, tried);
    for (String file : System.getProperty("narthex.mutate", "").split(",")) {
      if (!file.isBlank()) {
        mutate(file, Files.readString(Path.of(file)), survivors, tried);
      }
    }
    System.out.println(
        "ScriptMutationTest seed " + SEED + ": " + tried.size() + " falsified expectations");
    assertThat(tried).hasSizeGreaterThan(1000);
    assertThat(survivors).isEmpty();
  }
}
