// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads JSON to the nodes of the YAML library, positions kept. Its own parser cannot: YAML 1.1 has
 * no tabs between tokens and no {@code \/}, both of which programs write. A JSON text is a
 * double-quoted node; other JSON scalars are plain ones.
 */
final class JsonNodes {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonParser parser;

  private JsonNodes(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads a text.
   *
   * @return the root, or null when there is nothing but space
   * @throws JsonParseException when it is no JSON, with the place
   */
  static @Nullable Node read(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        return null;
      }
      Node root = new JsonNodes(parser).node();
      if (parser.nextToken() != null) {
        throw new JsonParseException(
            parser, "the text goes on after its end", parser.currentTokenLocation());
      }
      return root;
    }
  }

  private Node node() throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> scalar(Tag.STR, ScalarStyle.DOUBLE_QUOTED);
      case VALUE_NULL -> scalar(Tag.NULL, ScalarStyle.PLAIN);
      case VALUE_TRUE, VALUE_FALSE -> scalar(Tag.BOOL, ScalarStyle.PLAIN);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(Tag.FLOAT, ScalarStyle.PLAIN);
      case FIELD_NAME, END_ARRAY, END_OBJECT, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("not the start of a value: " + parser.currentToken());
    };
  }

  private Node object() throws IOException {
    Mark start = mark();
    List<NodeTuple> entries = new ArrayList<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Node key = scalar(Tag.STR, ScalarStyle.DOUBLE_QUOTED);
      parser.nextToken();
      entries.add(new NodeTuple(key, node()));
    }
    return new MappingNode(Tag.MAP, true, entries, start, mark(), FlowStyle.FLOW);
  }

  private Node array() throws IOException {
    Mark start = mark();
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node());
    }
    return new SequenceNode(Tag.SEQ, true, items, start, mark(), FlowStyle.FLOW);
  }

  private ScalarNode scalar(Tag tag, ScalarStyle style) throws IOException {
    return new ScalarNode(tag, parser.getText(), mark(), mark(), style);
  }

  private Mark mark() {
    JsonLocation place = parser.currentTokenLocation();
    return new Mark("", 0, place.getLineNr() - 1, place.getColumnNr() - 1, new int[0], 0);
  }
}
