// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.narthex.config.ConfigException;
import io.narthex.config.Configuration;
import io.narthex.config.web.WebConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever becomes of a configuration on its way, it is taken or refused with a message. {@code
 * -Dnarthex.fuzz.seconds=300} lets it run longer.
 */
class MutilatedConfigTest {

  private static final int ROUNDS = 1_000;

  private static final long SECONDS = Long.getLong("narthex.fuzz.seconds", 0);

  private static final List<String> SPICE =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ": ",
          "-",
          "- ",
          "\n",
          "\n  ",
          "\t",
          "'",
          "\"",
          "#",
          "&a ",
          "*a",
          "|",
          "> ",
          "? ",
          "!!",
          "!!binary ",
          "!!int ",
          "<<: ",
          "---\n",
          "...\n",
          "%",
          "~",
          "null",
          "0x",
          "1e999",
          "-1",
          "99999999999999999999",
          "\u0000",
          "\u0085",
          "\ud83d\ude00",
          "\ufeff",
          "(",
          "\\");

  private static final List<String> VALUES =
      List.of(
          "0",
          "-1",
          "1e3",
          "0x10",
          "1_000",
          "018",
          "true",
          "no",
          "~",
          "''",
          "[]",
          "{}",
          "[a, [b]]",
          "{a: {b: c}}",
          "0s",
          "1d",
          "106751d",
          "99999999999999y",
          "1KB",
          "9EB",
          "utf8",
          "legacy",
          "http://[::1]:80/%41?b#c",
          "http://u:p@h",
          "'%'",
          "\"\\x00\\u2028\"",
          "2001-01-01",
          "12:30:45",
          ".inf",
          ".nan",
          "!!str 1",
          "'*'",
          "'a: b #c'",
          "(?i)a{2,}",
          "'${1}$$'",
          "'\u00e9\ud83d\ude00'");

  private static final String WEB =
      """
      tls_server_config:
        cert_file: a.crt
        key_file: a.key
        min_version: TLS12
        cipher_suites: [TLS_AES_128_GCM_SHA256]
      http_server_config:
        http2: true
        headers: {X-Frame-Options: deny}
      basic_auth_users:
        alice: $2y$04$TBVAhXXYCT8LI6MPXGoU5O1ErOsQwci93sZIJTVHr3R0vgPdE4GDC
      rate_limit: {burst: 1, interval: 1s}
      """;

  @TempDir Path folder;

  @Test
  void isTakenOrRefusedWithItsPlace() throws Exception {
    List<String> texts = new ArrayList<>();
    try (InputStream in =
        Objects.requireNonNull(getClass().getResourceAsStream("good-rows.txt"), "rows")) {
      for (String row : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        texts.add(row.replace("\\n", "\n"));
      }
    }
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Path file = folder.resolve("a.yml");
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    for (int round = 0; round < ROUNDS || System.nanoTime() < end; round++) {
      String text = mutilated(texts.get(random.nextInt(texts.size())), random);
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
      try {
        new ConfigLoader(name -> null, InstantSource.system()).load(file);
      } catch (ConfigException e) {
        // The fault may lie in a file that it names, and any pattern of files may come about.
        assertThat(e.getMessage()).as("seed %d", seed).matches("(?s)/[^:]+: ?.+");
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed + ", round " + round + ":\n" + text, e);
      }
      Files.write(file, mutilated(WEB, random).getBytes(StandardCharsets.UTF_8));
      try {
        WebConfig.read(file);
      } catch (ConfigException e) {
        assertThat(e.getMessage()).as("seed %d", seed).startsWith(file.toString());
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed + ", round " + round + ", web", e);
      }
    }
  }

  /** Lines of upstream's files come and go, move, and change places with those of others. */
  @Test
  void whatIsTakenOfMixedFilesCanBeShownAndReadAgain() throws Exception {
    List<List<String>> files = goodFiles();
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Path file = folder.resolve("a.yml");
    ConfigLoader loader = new ConfigLoader(name -> null, InstantSource.system());
    int shown = 0;
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    for (int round = 0; round < ROUNDS || System.nanoTime() < end; round++) {
      String text = mixed(files, random);
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
      Configuration taken;
      try {
        taken = loader.load(file);
      } catch (ConfigException e) {
        assertThat(e.getMessage()).as("seed %d", seed).matches("(?s)/[^:]+: ?.+");
        continue;
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed + ", round " + round + ":\n" + text, e);
      }
      try {
        Files.writeString(file, taken.text());
        assertThat(loader.load(file).text()).as("seed %d", seed).isEqualTo(taken.text());
        shown++;
      } catch (ConfigException | RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed + ", round " + round + ":\n" + text, e);
      }
    }
    assertThat(shown).as("seed %d", seed).isGreaterThan(ROUNDS / 20);
  }

  private static List<List<String>> goodFiles() throws IOException {
    Path configs =
        Path.of(System.getProperty("narthex.shared", "shared")).resolve("conformance/config");
    assumeTrue(Files.isDirectory(configs), "upstream's test data is missing: " + configs);
    List<List<String>> out = new ArrayList<>();
    try (Stream<Path> all = Files.list(configs)) {
      for (Path file : all.filter(f -> f.toString().endsWith(".good.yml")).sorted().toList()) {
        List<String> lines = Files.readAllLines(file);
        // Dollars of external labels are shown expanded, and mean others when they are read again.
        if (lines.stream().noneMatch(line -> line.contains("${") || line.contains("$$"))) {
          out.add(lines);
        }
      }
    }
    return out;
  }

  private static String mixed(List<List<String>> files, Random random) {
    List<String> lines = new ArrayList<>(files.get(random.nextInt(files.size())));
    for (int k = 1 + random.nextInt(5); k > 0 && !lines.isEmpty(); k--) {
      int at = random.nextInt(lines.size());
      int end = Math.min(lines.size(), at + 1 + random.nextInt(8));
      List<String> other = files.get(random.nextInt(files.size()));
      int from = random.nextInt(other.size());
      List<String> part = other.subList(from, Math.min(other.size(), from + 1 + random.nextInt(8)));
      switch (random.nextInt(6)) {
        case 0 -> lines.subList(at, end).clear();
        case 1 -> lines.addAll(at, part);
        case 2 -> lines.addAll(at, List.copyOf(lines.subList(at, end)));
        case 3 -> lines.replaceAll(line -> line.replace("  ", "   "));
        case 4 -> lines.set(at, value(lines.get(at), random));
        default -> lines.set(at, mutilated(lines.get(at), random));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  /** Gives a key another value. */
  private static String value(String line, Random random) {
    int colon = line.indexOf(": ");
    return colon < 0
        ? line
        : line.substring(0, colon + 2) + VALUES.get(random.nextInt(VALUES.size()));
  }

  private static String mutilated(String text, Random random) {
    StringBuilder out = new StringBuilder(text);
    for (int k = 1 + random.nextInt(4); k > 0 && !out.isEmpty(); k--) {
      int at = random.nextInt(out.length());
      switch (random.nextInt(4)) {
        case 0 -> out.insert(at, SPICE.get(random.nextInt(SPICE.size())));
        case 1 -> out.deleteCharAt(at);
        case 2 -> out.setLength(at);
        default -> {
          int end = Math.min(out.length(), at + 1 + random.nextInt(12));
          out.replace(at, end, SPICE.get(random.nextInt(SPICE.size())));
        }
      }
    }
    return out.toString();
  }
}
