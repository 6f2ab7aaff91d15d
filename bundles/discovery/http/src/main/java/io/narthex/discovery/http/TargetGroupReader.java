// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.narthex.spi.discovery.TargetGroup;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body: a list of <code>{"targets": ["host:port"], "labels": {"name": "value"}}</code>,
 * strictly. A list can be long, so it is read token by token, without a tree.
 */
final class TargetGroupReader {

  private static final String URL_LABEL = "__meta_url";
  private static final String ADDRESS = "__address__";
  private static final JsonFactory FACTORY = new JsonFactory();

  /** How the JSON library refers to an earlier place in the same text. */
  private static final Pattern SOURCE =
      Pattern.compile("\\[Source: [^;]*; line: (\\d+), column: (\\d+)]");

  private final String url;

  /**
   * Makes a reader.
   *
   * @param url the groups' label and the first part of their sources, {@code url:index}
   */
  TargetGroupReader(String url) {
    this.url = url;
  }

  /**
   * Reads a body.
   *
   * @throws IOException when it is not as it must be; the message names line and column
   */
  List<TargetGroup> read(byte[] body) throws IOException {
    try (JsonParser parser = FACTORY.createParser(body)) {
      List<TargetGroup> groups = new ArrayList<>();
      if (parser.nextToken() == null) {
        throw new IOException("unexpected end of JSON input; answer [] for no targets");
      }
      for (boolean more = startsArray(parser, "the answer"); more && next(parser); ) {
        groups.add(group(parser, groups.size()));
      }
      if (parser.nextToken() != null) {
        throw fault(parser, "the text goes on after its end");
      }
      return groups;
    } catch (JsonProcessingException e) {
      throw fault(
          e.getLocation(),
          "broken JSON: "
              + SOURCE.matcher(e.getOriginalMessage()).replaceAll("line $1, column $2"));
    }
  }

  private TargetGroup group(JsonParser parser, int index) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      throw fault(parser, "nil target group item found");
    }
    List<Labels> targets = List.of();
    LabelsBuilder labels = new LabelsBuilder();
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw fault(parser, "a target group must be an object");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      switch (key) {
        case "targets" -> {
          parser.nextToken();
          targets = targets(parser);
        }
        case "labels" -> {
          parser.nextToken();
          labels(parser, labels);
        }
        default ->
            throw fault(
                parser,
                "unknown field \"" + key + "\"; a target group has the fields targets and labels");
      }
    }
    labels.set(URL_LABEL, url);
    return new TargetGroup(url + ":" + index, targets, labels.build());
  }

  private static List<Labels> targets(JsonParser parser) throws IOException {
    List<Labels> targets = new ArrayList<>();
    for (boolean more = startsArray(parser, "targets"); more && next(parser); ) {
      String address = text(parser, "a target");
      if (address.isEmpty()) {
        throw fault(parser, "a target is empty; write it as \"host:port\" or leave it out");
      }
      targets.add(Labels.of(ADDRESS, address));
    }
    return targets;
  }

  private static void labels(JsonParser parser, LabelsBuilder labels) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw fault(parser, "labels must be an object");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (name.isEmpty()) {
        throw fault(parser, "\"\" is not a valid label name");
      }
      parser.nextToken();
      labels.set(name, text(parser, "the label " + name));
    }
  }

  /** Returns whether an array begins here; null counts as an empty one. */
  private static boolean startsArray(JsonParser parser, String what) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return false;
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw fault(parser, what + " must be an array");
    }
    return true;
  }

  /** Moves to the next item of an array; false at its end. */
  private static boolean next(JsonParser parser) throws IOException {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  private static String text(JsonParser parser, String what) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NULL -> "";
      default -> throw fault(parser, what + " must be a string");
    };
  }

  private static IOException fault(JsonParser parser, String problem) {
    return fault(parser.currentTokenLocation(), problem);
  }

  private static IOException fault(@Nullable JsonLocation place, String problem) {
    return new IOException(
        place == null
            ? problem
            : "line "
                + place.getLineNr()
                + ", column "
                + place.getColumnNr()
                + " of the answer: "
                + problem);
  }
}
