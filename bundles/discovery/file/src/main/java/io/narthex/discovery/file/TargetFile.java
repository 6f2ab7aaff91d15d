// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.file;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.narthex.spi.discovery.TargetGroup;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
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

/**
 * Reads a file of target groups: a list of {@code {targets: [...], labels: {...}}}, strictly, so
 * that a misspelt key does not silently lose labels.
 *
 * <p>YAML and JSON come as nodes of the same kind, which gives both the same messages with line and
 * column. In JSON, as upstream has it, a label's value cannot be a number.
 */
final class TargetFile {

  private static final String FILE_LABEL = "__meta_filepath";
  private static final String ADDRESS = "__address__";

  /** How the JSON library refers to an earlier place in the same text. */
  private static final Pattern SOURCE =
      Pattern.compile("\\[Source: [^;]*; line: (\\d+), column: (\\d+)]");

  private static final LoaderOptions LIMITS = new LoaderOptions();

  static {
    LIMITS.setCodePointLimit(64 << 20);
    LIMITS.setMaxAliasesForCollections(100_000);
  }

  private final Path file;
  private final boolean json;

  private TargetFile(Path file) {
    this.file = file;
    json = file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
  }

  /**
   * Reads a file.
   *
   * @return its groups; their sources are {@code path:index}
   * @throws TargetFileException when the content is not as it must be
   * @throws IOException when the file cannot be read
   */
  static List<TargetGroup> read(Path file) throws TargetFileException, IOException {
    String text;
    try {
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new TargetFileException(
          file, 0, 0, "the file is not valid UTF-8; save it in that encoding");
    }
    return new TargetFile(file).groups(text);
  }

  private List<TargetGroup> groups(String text) throws TargetFileException {
    Node root = compose(text);
    if (root == null && json) {
      throw new TargetFileException(
          file, 1, 1, "unexpected end of JSON input; write [] for no targets");
    }
    List<TargetGroup> groups = new ArrayList<>();
    if (root != null) {
      for (Node item : list(root, "a file of targets")) {
        groups.add(group(item, groups.size()));
      }
    }
    return groups;
  }

  private @Nullable Node compose(String text) throws TargetFileException {
    try {
      return json ? JsonNodes.read(text) : new Yaml(LIMITS).compose(new StringReader(text));
    } catch (JsonProcessingException e) {
      JsonLocation place = e.getLocation();
      throw new TargetFileException(
          file,
          place == null ? 0 : place.getLineNr(),
          place == null ? 0 : place.getColumnNr(),
          "broken JSON: "
              + SOURCE.matcher(e.getOriginalMessage()).replaceAll("line $1, column $2")
              + "; check quotes and brackets here");
    } catch (IOException e) {
      throw new TargetFileException(file, 0, 0, "broken JSON: " + e.getMessage());
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
      throw new TargetFileException(
          file,
          mark == null ? 0 : mark.getLine() + 1,
          mark == null ? 0 : mark.getColumn() + 1,
          "broken YAML: "
              + e.getProblem()
              + (e.getContext() == null ? "" : " (" + e.getContext() + ")")
              + "; check quotes, brackets and indentation here");
    } catch (YAMLException e) {
      throw new TargetFileException(file, 0, 0, "broken YAML: " + e.getMessage());
    }
  }

  private TargetGroup group(Node item, int index) throws TargetFileException {
    if (isNull(item)) {
      throw fault(item, "nil target group item found; fill it in or remove it");
    }
    List<Labels> targets = List.of();
    LabelsBuilder labels = new LabelsBuilder();
    for (NodeTuple entry : entries(item, "a target group")) {
      String key = key(entry);
      switch (key) {
        case "targets" -> targets = targets(entry.getValueNode());
        case "labels" -> labels(entry.getValueNode(), labels);
        default ->
            throw fault(
                entry.getKeyNode(),
                "unknown key \"" + key + "\"; a target group has the keys targets and labels");
      }
    }
    labels.set(FILE_LABEL, file.toString());
    return new TargetGroup(file + ":" + index, targets, labels.build());
  }

  private List<Labels> targets(Node node) throws TargetFileException {
    List<Labels> targets = new ArrayList<>();
    for (Node item : list(node, "targets")) {
      String address = text(item, "a target");
      if (address.isEmpty()) {
        throw fault(item, "a target is empty; write it as \"host:port\" or remove it");
      }
      targets.add(Labels.of(ADDRESS, address));
    }
    return targets;
  }

  private void labels(Node node, LabelsBuilder labels) throws TargetFileException {
    if (isNull(node)) {
      return;
    }
    for (NodeTuple entry : entries(node, "labels")) {
      String name = key(entry);
      if (name.isEmpty()) {
        throw fault(entry.getKeyNode(), "\"\" is not a valid label name");
      }
      labels.set(name, text(entry.getValueNode(), "the label " + name));
    }
  }

  private List<Node> list(Node node, String what) throws TargetFileException {
    if (isNull(node)) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      throw fault(node, what + " must be a list, found " + kind(node));
    }
    return sequence.getValue();
  }

  private List<NodeTuple> entries(Node node, String what) throws TargetFileException {
    if (!(node instanceof MappingNode mapping)) {
      throw fault(node, what + " must be a mapping, found " + kind(node));
    }
    List<NodeTuple> entries = new ArrayList<>();
    collect(mapping, Collections.newSetFromMap(new IdentityHashMap<>()), new HashSet<>(), entries);
    return entries;
  }

  /**
   * Adds a mapping's own entries, then those of the mappings that it merges in with {@code <<}.
   *
   * @param done mappings that were added already; aliases can refer to them again, even in a circle
   * @param keys keys that are set already; the first one wins
   */
  private void collect(
      MappingNode mapping, Set<Node> done, Set<String> keys, List<NodeTuple> entries)
      throws TargetFileException {
    if (!done.add(mapping)) {
      return;
    }
    List<Node> merged = new ArrayList<>();
    Set<String> own = new HashSet<>();
    for (NodeTuple entry : mapping.getValue()) {
      if (Tag.MERGE.equals(entry.getKeyNode().getTag())) {
        merged.add(entry.getValueNode());
        continue;
      }
      String key = key(entry);
      if (!own.add(key)) {
        throw fault(entry.getKeyNode(), "key \"" + key + "\" is given twice; remove one of them");
      }
      if (keys.add(key)) {
        entries.add(entry);
      }
    }
    for (Node node : merged) {
      for (Node part : node instanceof SequenceNode several ? several.getValue() : List.of(node)) {
        if (!(part instanceof MappingNode more)) {
          throw fault(part, "<< takes a mapping or a list of mappings");
        }
        collect(more, done, keys, entries);
      }
    }
  }

  private String key(NodeTuple entry) throws TargetFileException {
    return text(entry.getKeyNode(), "a key");
  }

  private String text(Node node, String what) throws TargetFileException {
    if (!(node instanceof ScalarNode scalar)) {
      throw fault(node, what + " must be a text, found " + kind(node));
    }
    if (isNull(node)) {
      return "";
    }
    if (json && scalar.getScalarStyle() != ScalarStyle.DOUBLE_QUOTED) {
      throw fault(node, what + " must stand in double quotes in JSON, found " + scalar.getValue());
    }
    return scalar.getValue();
  }

  private static boolean isNull(Node node) {
    return Tag.NULL.equals(node.getTag());
  }

  private static String kind(Node node) {
    return switch (node) {
      case MappingNode mapping -> "a mapping";
      case SequenceNode sequence -> "a list";
      case ScalarNode scalar -> "\"" + scalar.getValue() + "\"";
      default -> "something else";
    };
  }

  private TargetFileException fault(Node node, String problem) {
    Mark mark = node.getStartMark();
    return new TargetFileException(file, mark.getLine() + 1, mark.getColumn() + 1, problem);
  }
}
