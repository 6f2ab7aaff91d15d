// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import io.narthex.config.ConfigException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Composes a text to a tree of {@link YamlNode}: positions kept, aliases and merge keys resolved,
 * duplicate keys refused, and the size bounded against aliases that multiply.
 */
public final class YamlSource {

  private static final Logger LOG = LoggerFactory.getLogger(YamlSource.class);
  private static final int MAX_TEXT = 64 << 20;
  private static final long MAX_NODES = 5_000_000;

  private final String file;
  private final Path folder;
  private final IdentityHashMap<Node, Long> sizes = new IdentityHashMap<>();
  private final IdentityHashMap<Node, YamlNode> built = new IdentityHashMap<>();

  private YamlSource(String file, Path folder) {
    this.file = file;
    this.folder = folder;
  }

  /** Composes a text; an empty one is an empty mapping. */
  public static YamlNode parse(String file, String text, Path folder) throws ConfigException {
    YamlSource source = new YamlSource(file, folder);
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_TEXT);
    options.setMaxAliasesForCollections(100_000);
    options.setNestingDepthLimit(100);
    Node root;
    try {
      root = source.first(new Yaml(options).composeAll(new StringReader(text)).iterator());
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
      String problem = String.valueOf(e.getProblem());
      String context = e.getContext() == null ? "" : " (" + e.getContext() + ")";
      throw new ConfigException(
          file,
          mark == null ? 0 : mark.getLine() + 1,
          mark == null ? 0 : mark.getColumn() + 1,
          "broken YAML: " + problem + context + "; check indentation, quotes and brackets here");
    } catch (ReaderException e) {
      throw source.unprintable(text);
    } catch (YAMLException e) {
      throw new ConfigException(file, 0, 0, "broken YAML: " + e.getMessage());
    }
    if (root == null || isNull(root)) {
      return empty(file, folder);
    }
    source.checkSize(root);
    return source.build(root);
  }

  /** Tells the first character that no YAML may have; the library's own place is in its buffer. */
  private ConfigException unprintable(String text) {
    int line = 1;
    int column = 1;
    int i = 0;
    while (i < text.length() && StreamReader.isPrintable(text.codePointAt(i))) {
      boolean ends = text.charAt(i) == '\n';
      line += ends ? 1 : 0;
      column = ends ? 1 : column + 1;
      i += Character.charCount(text.codePointAt(i));
    }
    String which = i < text.length() ? "U+%04X".formatted(text.codePointAt(i)) : "at the end";
    return new ConfigException(
        file,
        line,
        column,
        "broken YAML: the character " + which + " is not allowed; remove it, or escape it in \"\"");
  }

  /** As in Prometheus, what follows the first document is passed over. */
  private @Nullable Node first(Iterator<Node> documents) {
    if (!documents.hasNext()) {
      return null;
    }
    Node first = documents.next();
    boolean more;
    try {
      more = documents.hasNext();
    } catch (YAMLException e) {
      more = true;
    }
    if (more) {
      LOG.warn("{}: only the first YAML document is used; remove the others.", file);
    }
    return first;
  }

  /** Returns an empty mapping. */
  public static YamlNode empty(String file, Path folder) {
    return new YamlNode.Mapping(new YamlNode.Position(file, folder, 0, 0, 0, 0), List.of());
  }

  private static boolean isNull(Node node) {
    return node instanceof ScalarNode && Tag.NULL.equals(node.getTag());
  }

  /** Counts the nodes as if each alias were written out, and refuses what would not end. */
  private void checkSize(Node root) throws ConfigException {
    if (size(root, 0) > MAX_NODES) {
      throw new ConfigException(
          file, 0, 0, "aliases expand the file beyond " + MAX_NODES + " nodes; write it out");
    }
  }

  private long size(Node node, int depth) throws ConfigException {
    Long known = sizes.get(node);
    if (known != null) {
      if (known < 0) {
        throw fault(node, "an alias refers to a node that contains it; write it out");
      }
      return known;
    }
    sizes.put(node, -1L);
    long total = 1;
    switch (node) {
      case MappingNode mapping -> {
        for (NodeTuple tuple : mapping.getValue()) {
          total += size(tuple.getKeyNode(), depth + 1) + size(tuple.getValueNode(), depth + 1);
        }
      }
      case SequenceNode sequence -> {
        for (Node item : sequence.getValue()) {
          total += size(item, depth + 1);
        }
      }
      default -> {}
    }
    total = Math.min(total, Long.MAX_VALUE / 4);
    sizes.put(node, total);
    return total;
  }

  private YamlNode build(Node node) throws ConfigException {
    YamlNode known = built.get(node);
    if (known != null) {
      return known;
    }
    YamlNode made =
        switch (node) {
          case MappingNode mapping -> new YamlNode.Mapping(position(node), entries(mapping));
          case SequenceNode sequence -> {
            List<YamlNode> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
              items.add(build(item));
            }
            yield new YamlNode.Sequence(position(node), List.copyOf(items));
          }
          case ScalarNode scalar -> scalar(scalar);
          default -> throw fault(node, "this kind of YAML node is not understood");
        };
    built.put(node, made);
    return made;
  }

  private List<YamlNode.Entry> entries(MappingNode mapping) throws ConfigException {
    List<YamlNode.Entry> entries = new ArrayList<>();
    Map<String, Integer> lines = new HashMap<>();
    List<YamlNode.Entry> merged = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (Tag.MERGE.equals(tuple.getKeyNode().getTag())) {
        merge(build(tuple.getValueNode()), tuple.getKeyNode(), merged);
        continue;
      }
      if (!(build(tuple.getKeyNode()) instanceof YamlNode.Scalar key)) {
        throw fault(tuple.getKeyNode(), "a key must be a plain text");
      }
      int line = key.position().line();
      Integer first = lines.putIfAbsent(key.text(), line);
      if (first != null) {
        throw fault(
            tuple.getKeyNode(),
            "key \"" + key.text() + "\" is already set in line " + first + "; remove one of them");
      }
      entries.add(new YamlNode.Entry(key, build(tuple.getValueNode())));
    }
    Set<String> own = new HashSet<>(lines.keySet());
    for (YamlNode.Entry entry : merged) {
      if (own.add(entry.key().text())) {
        entries.add(entry);
      }
    }
    return List.copyOf(entries);
  }

  private void merge(YamlNode value, Node key, List<YamlNode.Entry> into) throws ConfigException {
    switch (value) {
      case YamlNode.Mapping mapping -> into.addAll(mapping.entries());
      case YamlNode.Sequence sequence -> {
        for (YamlNode item : sequence.items()) {
          merge(item, key, into);
        }
      }
      case YamlNode.Scalar scalar -> throw fault(key, "<< takes a mapping or a list of mappings");
    }
  }

  private YamlNode.Scalar scalar(ScalarNode node) throws ConfigException {
    String text = node.getValue();
    boolean plain = node.isPlain();
    if (Tag.BINARY.equals(node.getTag())) {
      text = BinaryText.decode(text, position(node));
      plain = false;
    }
    return new YamlNode.Scalar(position(node), text, plain, plain && isNull(node));
  }

  private YamlNode.Position position(Node node) {
    Mark start = node.getStartMark();
    Mark end = node.getEndMark();
    return new YamlNode.Position(
        file, folder, start.getLine() + 1, start.getColumn() + 1, start.getIndex(), end.getIndex());
  }

  private ConfigException fault(@Nullable Node node, String problem) {
    return node == null ? new ConfigException(file, 0, 0, problem) : position(node).fault(problem);
  }
}
