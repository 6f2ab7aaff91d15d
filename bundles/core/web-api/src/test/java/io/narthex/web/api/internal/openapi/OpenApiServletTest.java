// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.web.api.internal.ServerParts;
import io.narthex.web.api.internal.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.yaml.snakeyaml.Yaml;

class OpenApiServletTest {

  /** Endpoints of other bundles. */
  private static final Set<String> OTHERS = Set.of("/api/v1/plugins", "/api/v1/write");

  @Test
  void describesWhatThisBundleServesAndNothingElse() throws Exception {
    Set<String> served = patterns();
    assertThat(served).contains("/api/v1/query", "/api/v1/label/*", OpenApiServlet.PATTERN);
    Set<String> described =
        paths(describe(served, "3.2")).keySet().stream()
            .map(OpenApiServlet::pattern)
            .collect(Collectors.toCollection(TreeSet::new));

    Set<String> own = new TreeSet<>(served);
    own.removeIf(pattern -> !pattern.startsWith("/api/v1/"));
    own.remove(OpenApiServlet.PATTERN);
    assertThat(described).isEqualTo(own);
    assertThat(paths(describe(OTHERS, "")).keySet()).containsExactly("/write", "/plugins");
  }

  @Test
  void onlyTheNewerVersionHasStreams() throws Exception {
    Set<String> served = patterns();
    for (String older : List.of("", "3.1", "7")) {
      Map<String, Object> document = describe(served, older);
      assertThat(document).containsEntry("openapi", "3.1.0");
      assertThat(paths(document)).doesNotContainKey("/notifications/live");
    }
    Map<String, Object> newer = describe(served, "3.2");
    assertThat(newer).containsEntry("openapi", "3.2.0");
    assertThat(paths(newer)).containsKey("/notifications/live");
  }

  @Test
  void namesTheServer() throws Exception {
    Map<String, Object> document = describe(Set.of("/api/v1/query"), "");
    assertThat(document.get("servers")).isEqualTo(List.of(Map.of("url", "/api/v1")));
    assertThat(map(document.get("info"))).containsEntry("version", "1.2.3");
  }

  @Test
  void eachReferenceLeadsToASchemaAndEachOperationHasAName() throws Exception {
    Map<String, Object> document = describe(patterns(), "3.2");
    Map<String, Object> schemas = map(map(document.get("components")).get("schemas"));
    List<String> references = new ArrayList<>();
    references(document, references);
    assertThat(references).isNotEmpty();
    assertThat(references)
        .allSatisfy(
            reference ->
                assertThat(schemas)
                    .containsKey(reference.substring("#/components/schemas/".length())));
    assertThat(schemas.keySet())
        .allSatisfy(
            name ->
                assertThat(
                        name.equals("Plugin")
                            || references.contains("#/components/schemas/" + name))
                    .as("somebody asks for %s", name)
                    .isTrue());

    List<Object> names = new ArrayList<>();
    paths(document)
        .values()
        .forEach(path -> map(path).values().forEach(o -> names.add(map(o).get("operationId"))));
    assertThat(names).doesNotHaveDuplicates().doesNotContainNull();
  }

  @Test
  void tellsHowAQueryIsAsked() throws Exception {
    Map<String, Object> query = map(paths(describe(patterns(), "")).get("/query"));
    assertThat(query.keySet()).containsExactly("get", "post");
    assertThat(String.valueOf(map(query.get("get")).get("parameters")))
        .startsWith("[{name=query, in=query, ")
        .contains("required=true");
    assertThat(String.valueOf(map(query.get("post")).get("requestBody")))
        .contains("application/x-www-form-urlencoded")
        .contains("required=[query]");
    assertThat(String.valueOf(map(query.get("get")).get("responses")))
        .contains("#/components/schemas/QueryData")
        .contains("#/components/schemas/Error");
  }

  private static Map<String, Object> describe(Set<String> served, String version) throws Exception {
    try (TestServer server =
        new TestServer(
            Map.of(
                "/openapi.yaml", new OpenApiServlet(new ServerParts(), "1.2.3", () -> served)))) {
      String text = server.get("/openapi.yaml?openapi_version=" + version);
      assertThat(text).as("written out, for readers without aliases").doesNotContain("&id");
      return new Yaml().load(text);
    }
  }

  private static Map<String, Object> paths(Map<String, Object> document) {
    return map(document.get("paths"));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  private static void references(Object value, List<String> into) {
    switch (value) {
      case Map<?, ?> map ->
          map.forEach(
              (key, member) -> {
                if (key.equals("$ref")) {
                  into.add(String.valueOf(member));
                } else {
                  references(member, into);
                }
              });
      case List<?> list -> list.forEach(member -> references(member, into));
      default -> {}
    }
  }

  /** Returns the patterns under which the components of this bundle are registered. */
  private static Set<String> patterns() throws Exception {
    Path classes =
        Path.of(OpenApiServlet.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Set<String> patterns = new TreeSet<>();
    try (Stream<Path> components = Files.list(classes.resolve("OSGI-INF"))) {
      for (Path component : components.filter(p -> p.toString().endsWith(".xml")).toList()) {
        patterns(component, patterns);
      }
    }
    return patterns;
  }

  private static void patterns(Path component, Set<String> into) throws Exception {
    NodeList properties =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(component.toFile())
            .getElementsByTagName("property");
    for (int i = 0; i < properties.getLength(); i++) {
      Element property = (Element) properties.item(i);
      if (property.getAttribute("name").equals("osgi.http.whiteboard.servlet.pattern")) {
        // Several stand in lines of their own.
        String values = property.getAttribute("value") + property.getTextContent();
        values.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(into::add);
      }
    }
  }
}
