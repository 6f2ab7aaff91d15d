// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.ui.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files of the built app, by their path. Only what is listed here is ever served, so no path,
 * however it is spelled, leads elsewhere. Immutable.
 */
final class UiCatalogue {

  /** The app's HTML file. */
  static final String INDEX = "index.html";

  private static final String ABSENT = "-";

  private final Map<String, UiFile> files;
  private final UiFile index;

  private UiCatalogue(Map<String, UiFile> files) {
    UiFile page = files.get(INDEX);
    if (page == null) {
      throw new IllegalArgumentException(
          "The UI's catalogue lists no " + INDEX + ": build the bundle web-ui again.");
    }
    this.files = Map.copyOf(files);
    this.index = page;
  }

  /**
   * Reads the catalogue that the build writes: UTF-8, a line for each file with path, bytes, bytes
   * of the compressed copy or {@code -}, and SHA-256, separated by tabs.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if a line is not of this form, or there is no index.html
   */
  static UiCatalogue read(InputStream in) throws IOException {
    Map<String, UiFile> files = new HashMap<>();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        UiFile file = parse(line, number);
        files.put(file.path(), file);
      }
    }
    return new UiCatalogue(files);
  }

  private static UiFile parse(String line, int number) {
    String[] fields = line.split("\t", -1);
    if (fields.length != 4) {
      throw new IllegalArgumentException(
          "Line "
              + number
              + " of the UI's catalogue has "
              + fields.length
              + " fields instead of 4: build the bundle web-ui again.");
    }
    int packed = fields[2].equals(ABSENT) ? -1 : Integer.parseInt(fields[2]);
    return new UiFile(fields[0], Integer.parseInt(fields[1]), packed, fields[3]);
  }

  /** Returns the app's HTML file, which answers for all of its pages. */
  UiFile index() {
    return index;
  }

  /** Returns the file with a path relative to the root, if there is one. */
  Optional<UiFile> find(String path) {
    return Optional.ofNullable(files.get(path));
  }
}
