// SPDX-License-Identifier: Apache-2.0
package io.narthex.launcher;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A capability of the server and the bundles that make it up: a file of the OSGi Feature format
 * (OSGi Compendium 8, chapter 159), of which the members {@code id}, {@code categories} and {@code
 * bundles} are read.
 *
 * @param name the file's name without {@code .json}
 * @param optional whether it is started only on demand: its categories hold {@code optional}
 * @param bundles its bundles, in order
 */
record Feature(String name, boolean optional, List<Entry> bundles) {

  /**
   * A bundle of a feature.
   *
   * @param jar its file below {@code system/}
   * @param library whether it comes from elsewhere: libraries start before and stop after our own
   *     bundles, which stand on them
   */
  record Entry(Path jar, boolean library) {}

  Feature {
    bundles = List.copyOf(bundles);
  }

  /** Reads all features of a distribution, by name. */
  static List<Feature> readAll(Home home) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(home.features(), "*.json")) {
      found.forEach(files::add);
    }
    files.sort(null);
    List<Feature> features = new ArrayList<>();
    JsonFactory json = new JsonFactory();
    for (Path file : files) {
      features.add(read(json, file, home.system()));
    }
    return features;
  }

  private static Feature read(JsonFactory json, Path file, Path system) throws IOException {
    boolean optional = false;
    List<Entry> bundles = new ArrayList<>();
    try (JsonParser in = json.createParser(file.toFile())) {
      in.nextToken();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String member = in.currentName();
        in.nextToken();
        switch (member) {
          case "categories" -> {
            while (in.nextToken() != JsonToken.END_ARRAY) {
              optional |= in.getText().equals("optional");
            }
          }
          case "bundles" -> {
            while (in.nextToken() != JsonToken.END_ARRAY) {
              bundles.add(entry(file, bundleId(in), system));
            }
          }
          default -> in.skipChildren();
        }
      }
    }
    String name = file.getFileName().toString();
    return new Feature(name.substring(0, name.length() - ".json".length()), optional, bundles);
  }

  /** A bundle is its id, or an object with a member {@code id}. */
  private static String bundleId(JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      return in.getText();
    }
    String id = "";
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String member = in.currentName();
      in.nextToken();
      if (member.equals("id")) {
        id = in.getText();
      } else {
        in.skipChildren();
      }
    }
    return id;
  }

  private static Entry entry(Path file, String id, Path system) throws IOException {
    String[] parts = id.split(":", -1);
    if (parts.length != 3) {
      throw new IOException(file + ": bundle id \"" + id + "\" is not group:artifact:version");
    }
    Path jar = system.resolve(parts[1] + "-" + parts[2] + ".jar");
    return new Entry(jar, !parts[0].equals("io.narthex"));
  }
}
