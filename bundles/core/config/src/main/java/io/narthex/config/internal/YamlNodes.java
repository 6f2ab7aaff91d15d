// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;
import org.yaml.snakeyaml.serializer.Serializer;

/** Makes the nodes of a YAML text that is to be written, and writes them in block style. */
final class YamlNodes {

  private final Resolver resolver = new Resolver();

  /** Returns a text, quoted when it would otherwise be read as something else. */
  ScalarNode text(String value) {
    boolean ambiguous = !Tag.STR.equals(resolver.resolve(NodeId.scalar, value, true));
    ScalarStyle style =
        ambiguous
            ? ScalarStyle.DOUBLE_QUOTED
            : value.indexOf('\n') >= 0 ? ScalarStyle.LITERAL : ScalarStyle.PLAIN;
    return new ScalarNode(Tag.STR, value, null, null, style);
  }

  /** Returns a number, a truth value or {@code null}, as it is written. */
  ScalarNode literal(String value) {
    Tag tag = resolver.resolve(NodeId.scalar, value, true);
    return new ScalarNode(tag, value, null, null, ScalarStyle.PLAIN);
  }

  /** Returns a list. */
  SequenceNode list(List<? extends Node> items, FlowStyle style) {
    return new SequenceNode(Tag.SEQ, new ArrayList<>(items), style);
  }

  /** Returns a mapping. */
  MappingNode mapping(List<NodeTuple> entries) {
    return new MappingNode(Tag.MAP, entries, FlowStyle.BLOCK);
  }

  /** Returns a node of a file for showing: what its keys call a secret is replaced. */
  Node shown(YamlNode node) {
    return shown(node, false);
  }

  private Node shown(YamlNode node, boolean secret) {
    return switch (node) {
      case YamlNode.Mapping mapping -> {
        List<NodeTuple> entries = new ArrayList<>();
        for (YamlNode.Entry entry : mapping.entries()) {
          String key = entry.key().text();
          Node value =
              SecretKeys.isPlainParent(key)
                  ? plain(entry.value())
                  : shown(entry.value(), secret || SecretKeys.isSecret(key));
          entries.add(new NodeTuple(text(key), value));
        }
        yield mapping(entries);
      }
      case YamlNode.Sequence sequence ->
          list(
              sequence.items().stream().map(item -> shown(item, secret)).toList(), FlowStyle.BLOCK);
      case YamlNode.Scalar scalar ->
          secret && !scalar.isNull() && !scalar.text().isEmpty()
              ? text(SecretKeys.SECRET)
              : scalar(scalar);
    };
  }

  /** Returns a node below which keys are names, not settings. */
  private Node plain(YamlNode node) {
    return switch (node) {
      case YamlNode.Mapping mapping ->
          mapping(
              new ArrayList<>(
                  mapping.entries().stream()
                      .map(e -> new NodeTuple(text(e.key().text()), plain(e.value())))
                      .toList()));
      case YamlNode.Sequence sequence ->
          list(sequence.items().stream().map(this::plain).toList(), FlowStyle.BLOCK);
      case YamlNode.Scalar scalar -> scalar(scalar);
    };
  }

  private ScalarNode scalar(YamlNode.Scalar scalar) {
    if (scalar.isNull()) {
      return literal("null");
    }
    String value = SecretKeys.withoutPasswords(scalar.text());
    return scalar.plain() ? literal(value) : text(value);
  }

  /** Writes a document. */
  static String write(Node root) {
    DumperOptions options = new DumperOptions();
    options.setSplitLines(false);
    options.setWidth(Integer.MAX_VALUE);
    StringWriter out = new StringWriter();
    Serializer serializer =
        new Serializer(new Emitter(out, options), new Resolver(), options, Tag.MAP);
    try {
      serializer.open();
      serializer.serialize(root);
      serializer.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail", e);
    }
    return out.toString();
  }
}
