// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.config.ConfigException;
import io.narthex.config.web.WebConfig;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
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
