// SPDX-License-Identifier: Apache-2.0
package io.narthex.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.config.Secret;
import io.narthex.spi.config.TemplateText;
import io.narthex.spi.plugin.PluginFactory;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What the host relies on in every factory.
 *
 * @param <F> the kind of factory
 */
public abstract class PluginFactoryContract<F extends PluginFactory<?>> {

  private static final Set<Class<?>> SIMPLE =
      Set.of(
          String.class,
          boolean.class,
          Boolean.class,
          int.class,
          Integer.class,
          long.class,
          Long.class,
          double.class,
          Double.class,
          Duration.class,
          URI.class,
          Path.class,
          Secret.class,
          TemplateText.class);

  /** Makes the factory as the framework does: with its public constructor. */
  protected abstract F factory();

  @Test
  void theTypeIsAConstantNameOfLowerCaseLettersDigitsAndUnderscores() {
    F factory = factory();
    assertThat(factory.type()).matches("[a-z0-9_]+").isEqualTo(factory.type());
    assertThat(factory().type()).isEqualTo(factory.type());
  }

  @Test
  void theConfigurationIsARecordThatTheHostCanBind() {
    Class<?> configuration = factory().configuration();
    assertThat(configuration).isEqualTo(factory().configuration());
    check(configuration, new HashSet<>());
  }

  private static void check(Class<?> record, Set<Class<?>> seen) {
    assertThat(record.isRecord()).as("%s is a record", record).isTrue();
    if (!seen.add(record)) {
      return;
    }
    for (RecordComponent component : record.getRecordComponents()) {
      check(component.getGenericType(), record.getSimpleName() + "." + component.getName(), seen);
    }
  }

  private static void check(Type type, String where, Set<Class<?>> seen) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      assertThat(generic.getRawType()).as(where).isIn(List.class, Map.class);
      if (generic.getRawType() == Map.class) {
        assertThat(arguments[0]).as("the keys of %s", where).isEqualTo(String.class);
      }
      check(arguments[arguments.length - 1], where, seen);
    } else if (type instanceof Class<?> single && single.isRecord()) {
      check(single, seen);
    } else if (!(type instanceof Class<?> single && single.isEnum())) {
      assertThat(type).as("the type of %s can be bound", where).isIn(SIMPLE);
    }
  }
}
