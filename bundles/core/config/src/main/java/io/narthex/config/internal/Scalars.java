// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import io.narthex.config.ConfigException;
import io.narthex.config.PlacedText;
import io.narthex.config.model.ByteSize;
import io.narthex.config.model.EscapingScheme;
import io.narthex.config.model.SampleLimitAction;
import io.narthex.config.model.ScrapeProtocol;
import io.narthex.config.model.ValidationScheme;
import io.narthex.config.relabel.Regex;
import io.narthex.config.relabel.RelabelAction;
import io.narthex.spi.config.Durations;
import io.narthex.spi.config.Secret;
import io.narthex.spi.config.TemplateText;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads single values. */
final class Scalars {

  /**
   * Types whose own factory reads the text; an {@link IllegalArgumentException} tells the fault.
   */
  private static final Map<Class<?>, Function<String, Object>> BY_TEXT =
      Map.of(
          String.class, text -> text,
          Secret.class, Secret::new,
          TemplateText.class, TemplateText::new,
          Regex.class, Regex::of,
          RelabelAction.class, RelabelAction::of,
          ScrapeProtocol.class, ScrapeProtocol::of,
          ValidationScheme.class, ValidationScheme::of,
          EscapingScheme.class, EscapingScheme::of,
          SampleLimitAction.class, SampleLimitAction::of,
          ByteSize.class, ByteSize::parse);

  /** Types of which an empty text is none, as if the key were not there. */
  private static final Set<Class<?>> EMPTY_IS_ABSENT =
      Set.of(ValidationScheme.class, EscapingScheme.class, ScrapeProtocol.class);

  private Scalars() {}

  static boolean handles(Class<?> type) {
    return type.isPrimitive()
        || type.isEnum()
        || BY_TEXT.containsKey(type)
        || type == PlacedText.class
        || type == Boolean.class
        || type == Integer.class
        || type == Long.class
        || type == Double.class
        || type == Duration.class
        || type == URI.class
        || type == Path.class;
  }

  static @Nullable Object read(Class<?> type, YamlNode node, String key) throws ConfigException {
    if (!(node instanceof YamlNode.Scalar scalar)) {
      throw node.position().fault("\"" + key + "\" takes a single value, found " + node.kind());
    }
    String text = scalar.text();
    if (type == PlacedText.class) {
      YamlNode.Position place = scalar.position();
      return new PlacedText(
          scalar.isNull() ? "" : text, place.file(), place.line(), place.column());
    }
    Function<String, Object> reader = BY_TEXT.get(type);
    try {
      if (scalar.isNull()) {
        // As upstream: a blank value is the empty text, an empty regex, an empty action.
        boolean textual =
            type == String.class || type == Regex.class || type == RelabelAction.class;
        return reader != null && textual ? reader.apply("") : null;
      }
      if (text.isEmpty() && EMPTY_IS_ABSENT.contains(type)) {
        return null;
      }
      if (reader != null) {
        return reader.apply(text);
      }
      if (type == Duration.class) {
        return Durations.parse(text);
      }
      if (type == Path.class) {
        return path(text, scalar.position().folder());
      }
      if (type == URI.class) {
        return text.isEmpty() ? null : new URI(text);
      }
      if (type.isEnum()) {
        return constant(type, text);
      }
      return number(type, text);
    } catch (NumberFormatException e) {
      throw node.position()
          .fault("\"" + key + "\" takes " + wanted(type) + ", found \"" + text + "\"");
    } catch (URISyntaxException e) {
      throw node.position()
          .fault("\"" + key + "\" takes a URL, but \"" + text + "\" is none: " + e.getReason());
    } catch (IllegalArgumentException e) {
      throw node.position().fault(String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Path path(String text, Path folder) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      return folder.resolve(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("\"" + text + "\" is not a path: " + e.getReason(), e);
    }
  }

  private static Object number(Class<?> type, String text) {
    if (type == boolean.class || type == Boolean.class) {
      return switch (text) {
        case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y" -> true;
        case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N" -> false;
        default -> throw new NumberFormatException();
      };
    }
    String digits = text.replace("_", "");
    if (type == int.class || type == Integer.class) {
      return Integer.decode(digits);
    }
    if (type == long.class || type == Long.class) {
      return digits.startsWith("-") ? Long.decode(digits) : unsigned(digits);
    }
    return switch (digits.toLowerCase(Locale.ROOT)) {
      case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
      case "-.inf" -> Double.NEGATIVE_INFINITY;
      case ".nan" -> Double.NaN;
      default -> Double.parseDouble(digits);
    };
  }

  /** Numbers up to 2^64-1 are taken bit for bit, for moduli. */
  private static long unsigned(String digits) {
    return digits.startsWith("0x") || digits.startsWith("0X")
        ? Long.parseUnsignedLong(digits.substring(2), 16)
        : Long.parseUnsignedLong(digits);
  }

  private static Object constant(Class<?> type, String text) {
    List<String> names = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      String name = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
      if (name.equals(text)) {
        return constant;
      }
      names.add(name);
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" is not one of " + String.join(", ", names));
  }

  private static String wanted(Class<?> type) {
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    return type == double.class || type == Double.class ? "a number" : "a whole number";
  }
}
