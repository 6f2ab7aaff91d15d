// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import io.narthex.config.Inline;
import io.narthex.config.KeySuffix;
import io.narthex.config.Unsigned;
import io.narthex.spi.config.Required;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the declaration of a configuration record says of its keys. It is read once for each class
 * and kept with it: reflection makes new objects each time that it is asked, and a file of a
 * thousand jobs asks it for half a million components.
 *
 * @param constructor makes a record of all components
 * @param components in their order
 * @param keys all keys in their order, with those of inlined records
 * @param suffixes of the keys that end in something known
 */
record RecordShape(
    Constructor<?> constructor,
    List<Component> components,
    Set<String> keys,
    List<String> suffixes) {

  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return read(type);
        }
      };

  /**
   * One component.
   *
   * @param name the component's name
   * @param key the key that it is read from
   * @param type its class
   * @param generic the same with what is between angle brackets
   * @param inline whether its own keys stand beside the record's
   * @param suffix the end of the keys that it collects, or null
   * @param unsigned whether it takes no sign
   * @param required whether the key must be there
   */
  record Component(
      String name,
      String key,
      Class<?> type,
      Type generic,
      boolean inline,
      @Nullable String suffix,
      boolean unsigned,
      boolean required) {

    private static Component of(RecordComponent declared) {
      KeySuffix suffix = declared.getAnnotation(KeySuffix.class);
      return new Component(
          declared.getName(),
          Keys.of(declared),
          declared.getType(),
          declared.getGenericType(),
          declared.isAnnotationPresent(Inline.class),
          suffix == null ? null : suffix.value(),
          declared.isAnnotationPresent(Unsigned.class),
          declared.isAnnotationPresent(Required.class));
    }
  }

  static RecordShape of(Class<?> type) {
    return SHAPES.get(type);
  }

  private static RecordShape read(Class<?> type) {
    List<Component> components =
        Arrays.stream(type.getRecordComponents()).map(Component::of).toList();
    Set<String> keys = new LinkedHashSet<>();
    List<String> suffixes = new ArrayList<>();
    for (Component component : components) {
      if (component.inline()) {
        keys.addAll(of(component.type()).keys());
      } else if (component.suffix() == null) {
        keys.add(component.key());
      } else {
        suffixes.add(component.suffix());
      }
    }
    return new RecordShape(
        constructor(type, components),
        components,
        Collections.unmodifiableSet(keys),
        List.copyOf(suffixes));
  }

  private static Constructor<?> constructor(Class<?> type, List<Component> components) {
    Stream<Class<?>> types = components.stream().map(Component::type);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types.toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(
          "the configuration record " + type.getName() + " cannot be constructed", e);
    }
  }
}
