// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import io.narthex.config.ConfigNode;
import io.narthex.config.Inline;
import io.narthex.config.KeySuffix;
import io.narthex.config.PlacedText;
import io.narthex.config.model.AlertingConfig;
import io.narthex.config.model.Authorization;
import io.narthex.config.model.ByteSize;
import io.narthex.config.model.EscapingScheme;
import io.narthex.config.model.ExemplarsConfig;
import io.narthex.config.model.GlobalConfig;
import io.narthex.config.model.HttpClientConfig;
import io.narthex.config.model.MetadataConfig;
import io.narthex.config.model.OAuth2;
import io.narthex.config.model.PrometheusConfig;
import io.narthex.config.model.QueueConfig;
import io.narthex.config.model.SampleLimitAction;
import io.narthex.config.model.ScrapeCompression;
import io.narthex.config.model.ScrapeConfig;
import io.narthex.config.model.ScrapeProtocol;
import io.narthex.config.model.StaticConfig;
import io.narthex.config.model.StorageConfig;
import io.narthex.config.model.TlsConfig;
import io.narthex.config.model.TracingConfig;
import io.narthex.config.model.TsdbConfig;
import io.narthex.config.relabel.Regex;
import io.narthex.config.relabel.RelabelAction;
import io.narthex.config.relabel.RelabelRule;
import io.narthex.spi.config.Durations;
import io.narthex.spi.config.Secret;
import io.narthex.spi.config.TemplateText;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/**
 * Writes a configuration as YAML with what jobs inherit and defaults filled in, as Prometheus shows
 * what it has loaded. The text loads again to an equal configuration, save for secrets, which it
 * does not hold, and for dollar signs of external labels, which are shown expanded. What only a
 * plug-in can bind stands as it was given.
 *
 * <p>A key is left out when its value is the one that an absent key has and that is nothing: false,
 * zero, an empty text or list. Upstream leaves such values out too where absent means something
 * else; here they are written, for the text would not load to the same otherwise.
 */
public final class ConfigWriter {

  /** Components whose zero is written, by record. Those of boxed types are anyway. */
  private static final Map<Class<?>, Set<String>> ALWAYS =
      Map.of(
          GlobalConfig.class, Set.of("scrapeNativeHistograms", "extraScrapeMetrics"),
          ScrapeConfig.class,
              Set.of(
                  "trackTimestampsStaleness",
                  "scrapeNativeHistograms",
                  "alwaysScrapeClassicHistograms",
                  "convertClassicHistogramsToNhcb",
                  "metricsPath",
                  "extraScrapeMetrics"),
          StaticConfig.class, Set.of("targets"),
          RelabelRule.class, Set.of("separator", "replacement"),
          TlsConfig.class, Set.of("insecureSkipVerify"),
          QueueConfig.class, Set.of("batchSendDeadline", "minBackoff", "maxBackoff"),
          MetadataConfig.class, Set.of("sendInterval"));

  /** Components that upstream fills in where they are used, not in the configuration. */
  private static final Map<Class<?>, Map<String, Object>> UNSHOWN =
      Map.of(
          OAuth2.class,
          Map.of("grantType", "client_credentials", "signatureAlgorithm", "RS256"),
          TracingConfig.class,
          Map.of("timeout", Duration.ofSeconds(10)));

  /** Sections and our own settings that are left out as long as nothing is set. */
  private static final Set<Object> NOTHING_SET =
      Set.of(
          AlertingConfig.NONE,
          StorageConfig.DEFAULT,
          TsdbConfig.DEFAULT,
          ExemplarsConfig.DEFAULT,
          TlsConfig.NONE,
          SampleLimitAction.FAIL,
          ScrapeCompression.DEFAULT);

  private final YamlNodes nodes = new YamlNodes();

  private ConfigWriter() {}

  /**
   * Writes a configuration.
   *
   * @param config the configuration, without the jobs of included files
   */
  static String write(PrometheusConfig config) {
    return YamlNodes.write(new ConfigWriter().record(config));
  }

  /** Writes a single job. */
  public static String write(ScrapeConfig job) {
    return YamlNodes.write(new ConfigWriter().record(job));
  }

  private Node record(Record record) {
    List<NodeTuple> entries = new ArrayList<>();
    addComponents(record, entries);
    return nodes.mapping(entries);
  }

  private void addComponents(Record record, List<NodeTuple> entries) {
    if (record instanceof HttpClientConfig http) {
      addBearer(http, entries);
    }
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = value(record, component);
      if (component.isAnnotationPresent(Inline.class)) {
        if (value instanceof Record inline) {
          addComponents(inline, entries);
        }
        continue;
      }
      KeySuffix suffix = component.getAnnotation(KeySuffix.class);
      if (suffix != null) {
        if (value instanceof Map<?, ?> bySuffix) {
          sorted(bySuffix).forEach((key, item) -> add(key + suffix.value(), node(item), entries));
        }
        continue;
      }
      if (value != null && !isLeftOut(record, component, value)) {
        add(Keys.of(component), componentNode(record, component, value), entries);
      }
    }
  }

  private void add(String key, Node value, List<NodeTuple> entries) {
    entries.add(new NodeTuple(nodes.text(key), value));
  }

  /** As upstream, the older way to give a token is shown as the newer one. */
  private void addBearer(HttpClientConfig http, List<NodeTuple> entries) {
    if (http.bearerToken() != null || http.bearerTokenFile() != null) {
      add(
          "authorization",
          record(new Authorization("Bearer", http.bearerToken(), http.bearerTokenFile(), null)),
          entries);
    }
  }

  private static @Nullable Object value(Record record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "the configuration record " + record.getClass().getName() + " cannot be read", e);
    }
  }

  // A rule that names the default expression itself is shown with it, as upstream does.
  @SuppressWarnings("ReferenceEquality")
  private static boolean isLeftOut(Record record, RecordComponent component, Object value) {
    String name = component.getName();
    if (record instanceof HttpClientConfig && name.startsWith("bearerToken")) {
      return true;
    }
    if (NOTHING_SET.contains(value)
        || value == Regex.ALL
        || value.equals(UNSHOWN.getOrDefault(record.getClass(), Map.of()).get(name))) {
      return true;
    }
    return isZero(component.getType(), value)
        && !ALWAYS.getOrDefault(record.getClass(), Set.of()).contains(name);
  }

  /**
   * Returns whether a value is nothing. The boxed types are those of components whose default is
   * something, so that each value of theirs says something.
   */
  private static boolean isZero(Class<?> type, Object value) {
    return switch (value) {
      case Boolean flag -> type.isPrimitive() && !flag;
      case Number number -> type.isPrimitive() && number.doubleValue() == 0;
      case String text -> text.isEmpty();
      case List<?> list -> list.isEmpty();
      case Map<?, ?> map -> map.isEmpty();
      case Duration duration -> duration.isZero();
      case ByteSize size -> size.bytes() == 0;
      default -> false;
    };
  }

  private Node componentNode(Record record, RecordComponent component, Object value) {
    if (record instanceof RelabelRule rule) {
      switch (component.getName()) {
        case "sourceLabels" -> {
          return nodes.list(rule.sourceLabels().stream().map(nodes::text).toList(), FlowStyle.FLOW);
        }
        case "modulus" -> {
          return nodes.literal(Long.toUnsignedString(rule.modulus()));
        }
        default -> {}
      }
    }
    return node(value);
  }

  private Node node(Object value) {
    return switch (value) {
      case String text -> nodes.text(text);
      case Boolean flag -> nodes.literal(flag.toString());
      case Double number -> nodes.literal(decimal(number));
      case Number number -> nodes.literal(number.toString());
      case Duration duration -> nodes.text(Durations.format(duration));
      case ByteSize size -> nodes.text(size.toString());
      case Path path -> nodes.text(path.toString());
      case URI uri -> nodes.text(SecretKeys.withoutPasswords(uri.toString()));
      case Secret secret -> nodes.text(secret.reveal().isEmpty() ? "" : SecretKeys.SECRET);
      case TemplateText template -> nodes.text(template.source());
      case PlacedText placed -> nodes.text(placed.text());
      // As upstream writes an empty expression; a blank value is read as one.
      case Regex regex ->
          regex.source().isEmpty() ? nodes.literal("null") : nodes.text(regex.source());
      case RelabelAction action -> nodes.text(action.text());
      case ScrapeProtocol protocol -> nodes.text(protocol.text());
      case EscapingScheme scheme -> nodes.text(scheme.text());
      case SampleLimitAction action -> nodes.text(action.text());
      case Enum<?> constant -> nodes.text(constant.name().toLowerCase(Locale.ROOT));
      case BoundNode bound -> nodes.shown(bound.node());
      case ConfigNode unbound ->
          throw new IllegalStateException("cannot write a part of " + unbound.getClass());
      case List<?> list -> nodes.list(list.stream().map(this::node).toList(), FlowStyle.BLOCK);
      case Map<?, ?> map -> {
        List<NodeTuple> entries = new ArrayList<>();
        sorted(map).forEach((key, item) -> add(key, node(item), entries));
        yield nodes.mapping(entries);
      }
      case Record record -> record(record);
      default -> throw new IllegalStateException("cannot write a " + value.getClass());
    };
  }

  private static Map<String, Object> sorted(Map<?, ?> map) {
    Map<String, Object> out = new TreeMap<>();
    map.forEach((key, value) -> out.put((String) key, value));
    return out;
  }

  private static String decimal(double value) {
    return Double.isFinite(value) && value == Math.rint(value) && Math.abs(value) < 1e15
        ? BigDecimal.valueOf(value).toBigInteger().toString()
        : Double.toString(value);
  }
}
