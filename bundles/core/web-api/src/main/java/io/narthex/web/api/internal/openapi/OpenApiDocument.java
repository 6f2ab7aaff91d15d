// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Makes the description of {@code endpoints.yaml}, which tells of each endpoint only what differs.
 * Parameters, the envelope of answers and the answer to a fault are the same everywhere.
 */
final class OpenApiDocument {

  private static final String REFERENCE = "$ref";

  private final Map<String, Object> source;

  OpenApiDocument() {
    try (InputStream in =
        Objects.requireNonNull(OpenApiDocument.class.getResourceAsStream("endpoints.yaml"))) {
      source = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the description as YAML.
   *
   * @param serverVersion the version of the server
   * @param url the URL in front of each path
   * @param isServed whether there is an endpoint with a path
   */
  String text(
      OpenApiVersion version, String serverVersion, String url, Predicate<String> isServed) {
    Map<String, Object> paths = new LinkedHashMap<>();
    map(source, "endpoints")
        .forEach(
            (path, endpoint) -> {
              Map<String, Object> about = cast(endpoint);
              boolean known = version == OpenApiVersion.V3_2 || !about.containsKey("stream");
              if (known && isServed.test(path)) {
                paths.put(path, operations(path, about));
              }
            });
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", version.text());
    document.put(
        "info",
        ordered(
            "title", "Narthex API",
            "description", "Prometheus' HTTP API, with endpoints and members of Narthex' own.",
            "version", serverVersion));
    document.put("servers", List.of(Map.of("url", url)));
    List<Object> tags = new ArrayList<>();
    map(source, "tags")
        .forEach((name, text) -> tags.add(ordered("name", name, "description", text)));
    document.put("tags", tags);
    document.put("paths", paths);
    document.put("components", Map.of("schemas", resolved(map(source, "schemas"))));

    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setWidth(200);
    return new Yaml(options).dump(document);
  }

  private Map<String, Object> operations(String path, Map<String, Object> about) {
    Map<String, Object> operations = new LinkedHashMap<>();
    List<String> methods = texts(about, "methods");
    for (String method : methods.isEmpty() ? List.of("get") : methods) {
      operations.put(method, operation(path, method, about));
    }
    return operations;
  }

  private Map<String, Object> operation(String path, String method, Map<String, Object> about) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("tags", List.of(text(about, "tag")));
    operation.put("summary", text(about, "summary"));
    operation.put("operationId", method + path.replaceAll("[^a-zA-Z0-9]+", "_"));
    List<Object> parameters = new ArrayList<>();
    Map<String, Object> fields = new TreeMap<>();
    List<String> required = new ArrayList<>();
    for (String named : texts(about, "parameters")) {
      boolean must = named.endsWith("!");
      String name = must ? named.substring(0, named.length() - 1) : named;
      Map<String, Object> parameter = map(map(source, "parameters"), name);
      Object in = parameter.getOrDefault("in", "query");
      if (method.equals("post") && in.equals("query")) {
        fields.put(name, resolved(Objects.requireNonNull(parameter.get("schema"))));
        if (must) {
          required.add(name);
        }
      } else {
        parameters.add(
            ordered(
                "name", name,
                "in", in,
                "description", text(parameter, "description"),
                "required", must,
                "schema", resolved(Objects.requireNonNull(parameter.get("schema")))));
      }
    }
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    if (about.containsKey("body")) {
      operation.put(
          "requestBody",
          ordered("required", true, "content", Map.of(text(about, "body"), Map.of())));
    } else if (!fields.isEmpty()) {
      Map<String, Object> form = ordered("type", "object", "properties", fields);
      if (!required.isEmpty()) {
        form.put("required", required);
      }
      operation.put(
          "requestBody",
          ordered(
              "required",
              !required.isEmpty(),
              "content",
              Map.of("application/x-www-form-urlencoded", Map.of("schema", form))));
    }
    operation.put("responses", responses(about));
    return operation;
  }

  private static Map<String, Object> responses(Map<String, Object> about) {
    Map<String, Object> responses = new LinkedHashMap<>();
    Object stream = about.get("stream");
    Object data = about.get("data");
    if (stream != null) {
      responses.put(
          "200", answer("The events.", "text/event-stream", Map.of("itemSchema", schema(stream))));
    } else if (data != null) {
      responses.put("200", answer("The answer.", envelope(schema(data))));
    } else {
      responses.put("204", Map.of("description", "It is done."));
    }
    responses.put("default", answer("Why there is no answer.", schema("Error")));
    return responses;
  }

  private static Map<String, Object> answer(String text, Object schema) {
    return answer(text, "application/json", Map.of("schema", schema));
  }

  private static Map<String, Object> answer(String text, String mediaType, Object content) {
    return ordered("description", text, "content", Map.of(mediaType, content));
  }

  private static Map<String, Object> envelope(Object data) {
    return ordered(
        "type",
        "object",
        "required",
        List.of("status", "data"),
        "properties",
        ordered(
            "status", ordered("type", "string", "const", "success"),
            "data", data,
            "warnings", schema("Texts"),
            "infos", schema("Texts")));
  }

  private static Object schema(Object nameOrSchema) {
    return resolved(nameOrSchema instanceof String name ? Map.of(REFERENCE, name) : nameOrSchema);
  }

  /** Returns a copy whose references to schemas are written out. */
  private static Object resolved(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach(
            (key, member) ->
                copy.put(
                    String.valueOf(key),
                    key.equals(REFERENCE) ? "#/components/schemas/" + member : resolved(member)));
        yield copy;
      }
      case List<?> list -> list.stream().map(OpenApiDocument::resolved).toList();
      default -> value;
    };
  }

  private static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return map;
  }

  private static Map<String, Object> map(Map<String, Object> from, String key) {
    return cast(Objects.requireNonNull(from.get(key), key));
  }

  private static String text(Map<String, Object> from, String key) {
    return String.valueOf(Objects.requireNonNull(from.get(key), key));
  }

  private static List<String> texts(Map<String, Object> from, String key) {
    return from.get(key) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> cast(Object value) {
    return (Map<String, Object>) value;
  }
}
