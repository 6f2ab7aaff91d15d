// SPDX-License-Identifier: Apache-2.0
package io.narthex.sample.discovery;

import io.narthex.spi.discovery.TargetDiscovery;
import io.narthex.spi.discovery.TargetGroup;
import io.narthex.spi.discovery.TargetSink;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a file from time to time. A line is a target: {@code host:port}, then any number of
 * {@code label=value}, separated by blanks. Empty lines and those that begin with {@code #} are
 * passed over.
 */
final class LinesDiscovery implements TargetDiscovery {

  private final LinesConfig config;

  LinesDiscovery(LinesConfig config) {
    this.config = config;
  }

  /** The sleep ends with an InterruptedException when the host wants us to end. */
  @Override
  public void run(TargetSink sink) throws InterruptedException {
    while (true) {
      try {
        sink.replaceAll(List.of(read(config.file())));
      } catch (IOException | IllegalArgumentException e) {
        // It may be there again at the next look; until then the host keeps what it has.
        sink.failed(config.file() + " cannot be read: " + e);
      }
      Thread.sleep(config.refreshInterval());
    }
  }

  private static TargetGroup read(Path file) throws IOException {
    List<Labels> targets = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        targets.add(target(line, i + 1));
      }
    }
    Labels common = Labels.of("__meta_sample_file", file.toString());
    return new TargetGroup(file.toString(), targets, common);
  }

  private static Labels target(String line, int number) {
    String[] words = line.split("\\s+");
    LabelsBuilder labels = new LabelsBuilder().set("__address__", words[0]);
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "line " + number + ": \"" + words[i] + "\" is not label=value");
      }
      labels.set(words[i].substring(0, equals), words[i].substring(equals + 1));
    }
    return labels.build();
  }
}
