// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import io.narthex.config.ConfigException;
import io.narthex.config.ConfigNode;
import io.narthex.config.InvalidKeyException;
import io.narthex.config.model.ByteSize;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds records from nodes, strictly. */
final class RecordBinder {

  private final boolean unknownKeysPass;

  /** A binder that refuses unknown keys. */
  RecordBinder() {
    this(false);
  }

  /**
   * Makes a binder.
   *
   * @param unknownKeysPass whether keys that a record does not know are passed over
   */
  RecordBinder(boolean unknownKeysPass) {
    this.unknownKeysPass = unknownKeysPass;
  }

  /** Supplies the value of a component of the outermost record whose key is absent or zero. */
  interface Defaults {

    /**
     * Returns a default, or null for none.
     *
     * @param component the component's name
     * @param bound the components before it, by name
     */
    @Nullable Object valueOf(String component, Map<String, @Nullable Object> bound);
  }

  <C extends Record> C bind(Class<C> type, YamlNode node) throws ConfigException {
    return bind(type, node, (component, bound) -> null);
  }

  <C extends Record> C bind(Class<C> type, YamlNode node, Defaults defaults)
      throws ConfigException {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      throw node.position()
          .fault(
              "expected a mapping with the keys "
                  + String.join(", ", RecordShape.of(type).keys())
                  + ", found "
                  + node.kind());
    }
    if (!unknownKeysPass) {
      checkKeys(type, mapping);
    }
    return construct(type, mapping, defaults);
  }

  private static void checkKeys(Class<?> type, YamlNode.Mapping mapping) throws ConfigException {
    RecordShape shape = RecordShape.of(type);
    Set<String> known = shape.keys();
    List<String> suffixes = shape.suffixes();
    for (YamlNode.Entry entry : mapping.entries()) {
      String key = entry.key().text();
      if (!known.contains(key)
          && suffixes.stream().noneMatch(s -> key.endsWith(s) && key.length() > s.length())) {
        throw entry
            .key()
            .position()
            .fault("unknown key \"" + key + "\"" + Suggestions.forUnknown(key, known));
      }
    }
  }

  private <C extends Record> C construct(Class<C> type, YamlNode.Mapping mapping, Defaults defaults)
      throws ConfigException {
    RecordShape shape = RecordShape.of(type);
    List<RecordShape.Component> components = shape.components();
    @Nullable Object[] arguments = new @Nullable Object[components.size()];
    Map<String, @Nullable Object> bound = HashMap.newHashMap(arguments.length);
    for (int i = 0; i < arguments.length; i++) {
      RecordShape.Component component = components.get(i);
      Object value = component(shape, component, mapping);
      if (value == null || isZero(value)) {
        Object inherited = defaults.valueOf(component.name(), bound);
        value = inherited == null ? value : inherited;
      }
      bound.put(component.name(), value);
      arguments[i] = value == null ? zero(component.type()) : value;
    }
    try {
      return type.cast(shape.constructor().newInstance(arguments));
    } catch (InvocationTargetException e) {
      throw refusal(e.getCause(), type, mapping);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "the configuration record " + type.getName() + " cannot be constructed", e);
    }
  }

  private static ConfigException refusal(
      @Nullable Throwable cause, Class<?> type, YamlNode.Mapping mapping) {
    if (cause instanceof InvalidKeyException invalid) {
      YamlNode at = mapping.get(invalid.key());
      return (at == null ? mapping : at).position().fault(String.valueOf(invalid.getMessage()));
    }
    if (cause instanceof IllegalArgumentException || cause instanceof NullPointerException) {
      return mapping.position().fault(String.valueOf(cause.getMessage()));
    }
    throw new IllegalStateException(
        "the constructor of the configuration record " + type.getName() + " failed", cause);
  }

  private @Nullable Object component(
      RecordShape record, RecordShape.Component component, YamlNode.Mapping mapping)
      throws ConfigException {
    if (component.inline()) {
      return construct(component.type().asSubclass(Record.class), mapping, (name, bound) -> null);
    }
    String suffix = component.suffix();
    if (suffix != null) {
      return suffixed(record, component, mapping, suffix);
    }
    String key = component.key();
    YamlNode node = mapping.get(key);
    if (node == null) {
      if (component.required()) {
        throw mapping.position().fault("the key \"" + key + "\" is missing; it is required here");
      }
      return null;
    }
    Object value = value(component.generic(), node, key);
    if (component.unsigned()
        && node instanceof YamlNode.Scalar number
        && number.text().startsWith("-")) {
      throw node.position()
          .fault("\"" + key + "\" takes a whole number from 0, found \"" + number.text() + "\"");
    }
    if ((value == null || value.equals("")) && component.required()) {
      throw node.position().fault("the key \"" + key + "\" is empty; it is required here");
    }
    return value;
  }

  private Map<String, Object> suffixed(
      RecordShape record, RecordShape.Component component, YamlNode.Mapping mapping, String suffix)
      throws ConfigException {
    Type element = ((ParameterizedType) component.generic()).getActualTypeArguments()[1];
    Set<String> known = record.keys();
    Map<String, Object> out = new LinkedHashMap<>();
    for (YamlNode.Entry entry : mapping.entries()) {
      String key = entry.key().text();
      if (!known.contains(key) && key.endsWith(suffix)) {
        Object value = value(element, entry.value(), key);
        if (value != null) {
          out.put(key.substring(0, key.length() - suffix.length()), value);
        }
      }
    }
    return Collections.unmodifiableMap(out);
  }

  private @Nullable Object value(Type type, YamlNode node, String key) throws ConfigException {
    if (type instanceof ParameterizedType generic) {
      if (node.isNull()) {
        return null;
      }
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return list(arguments[0], node, key);
      }
      if (generic.getRawType() == Map.class) {
        return map(arguments[1], node, key);
      }
    }
    if (!(type instanceof Class<?> raw)) {
      throw new IllegalStateException("components of type " + type + " cannot be bound");
    }
    if (raw == ConfigNode.class) {
      return new BoundNode(node);
    }
    if (Scalars.handles(raw)) {
      return Scalars.read(raw, node, key);
    }
    if (raw.isRecord()) {
      return node.isNull() ? null : bind(raw.asSubclass(Record.class), node);
    }
    throw new IllegalStateException("components of type " + type + " cannot be bound");
  }

  private List<Object> list(Type element, YamlNode node, String key) throws ConfigException {
    if (!(node instanceof YamlNode.Sequence sequence)) {
      throw node.position().fault("\"" + key + "\" takes a list, found " + node.kind());
    }
    List<Object> out = new ArrayList<>();
    for (YamlNode item : sequence.items()) {
      Object value =
          item.isNull() && !(element instanceof Class<?> raw && raw == String.class)
              ? null
              : value(element, item, key);
      if (value == null) {
        throw item.position().fault(Keys.emptyEntry(key) + "; remove the dash or fill it in");
      }
      out.add(value);
    }
    return List.copyOf(out);
  }

  private Map<String, Object> map(Type element, YamlNode node, String key) throws ConfigException {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      throw node.position().fault("\"" + key + "\" takes a mapping, found " + node.kind());
    }
    Map<String, Object> out = new LinkedHashMap<>();
    for (YamlNode.Entry entry : mapping.entries()) {
      Object value = value(element, entry.value(), entry.key().text());
      if (value != null) {
        out.put(entry.key().text(), value);
      }
    }
    return Collections.unmodifiableMap(out);
  }

  /** As upstream, zero counts as not set where a value is inherited. */
  private static boolean isZero(Object value) {
    return value.equals(0L) || value.equals(Duration.ZERO) || value.equals(ByteSize.NONE);
  }

  private static @Nullable Object zero(Class<?> type) {
    if (!type.isPrimitive()) {
      return null;
    }
    if (type == boolean.class) {
      return false;
    }
    if (type == int.class) {
      return 0;
    }
    if (type == long.class) {
      return 0L;
    }
    if (type == double.class) {
      return 0.0;
    }
    throw new IllegalStateException("components of type " + type + " cannot be bound");
  }
}
