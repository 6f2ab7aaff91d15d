// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import io.narthex.config.ConfigException;
import io.narthex.config.ConfigNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A node that can be bound. Equal to another when content and folder are the same. */
public final class BoundNode implements ConfigNode {

  private final YamlNode node;
  private @Nullable String canonical;

  /** Wraps a node. */
  public BoundNode(YamlNode node) {
    this.node = node;
  }

  YamlNode node() {
    return node;
  }

  @Override
  public <C extends Record> C bind(Class<C> type) throws ConfigException {
    return new RecordBinder().bind(type, node);
  }

  @Override
  public <C extends Record> C bindLeniently(Class<C> type) throws ConfigException {
    return new RecordBinder(true).bind(type, node);
  }

  @Override
  public ConfigException fault(String problem) {
    return node.position().fault(problem);
  }

  @Override
  public String location() {
    return node.position().location();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof BoundNode that
            && Objects.equals(node.position().folder(), that.node.position().folder())
            && canonical().equals(that.canonical()));
  }

  @Override
  public int hashCode() {
    return canonical().hashCode();
  }

  /** Returns the place only: the content may hold secrets. */
  @Override
  public String toString() {
    return location();
  }

  private String canonical() {
    String text = canonical;
    if (text == null) {
      text = node.canonical();
      canonical = text;
    }
    return text;
  }
}
