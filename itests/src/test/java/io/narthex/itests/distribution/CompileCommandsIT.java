// SPDX-License-Identifier: Apache-2.0
package io.narthex.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the Java runtime is told about methods; it is silent about a name that is none. */
class CompileCommandsIT {

  @Test
  void eachNamesAMethodThatIsThere() throws IOException, ClassNotFoundException {
    List<Path> jars = new ArrayList<>();
    List<URL> urls = new ArrayList<>();
    for (String folder : List.of("lib", "system")) {
      try (Stream<Path> files = Files.list(Server.home().resolve(folder))) {
        for (Path jar : files.filter(f -> f.toString().endsWith(".jar")).toList()) {
          jars.add(jar);
          urls.add(jar.toUri().toURL());
        }
      }
    }
    List<String> commands =
        Files.readAllLines(Server.home().resolve("lib/compile-commands")).stream()
            .filter(line -> !line.startsWith("#"))
            .toList();
    assertThat(commands).isNotEmpty();
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      for (String command : commands) {
        String[] names = command.split(",", -1)[1].split("::", -1);
        Pattern method = pattern(names[1]);
        assertThat(classes(names[0], jars, loader))
            .as(command)
            .flatMap(type -> List.of(type.getDeclaredMethods()))
            .anyMatch(declared -> method.matcher(declared.getName()).matches());
      }
    }
  }

  /** Returns the classes that a name means, which may have a star for any characters. */
  private static List<Class<?>> classes(String name, List<Path> jars, ClassLoader loader)
      throws IOException, ClassNotFoundException {
    if (!name.contains("*")) {
      return List.of(loader.loadClass(name));
    }
    Pattern meant = pattern(name);
    List<Class<?>> out = new ArrayList<>();
    for (Path jar : jars) {
      try (JarFile file = new JarFile(jar.toFile())) {
        for (JarEntry entry : Collections.list(file.entries())) {
          String type = entry.getName().replace('/', '.').replaceFirst("\\.class$", "");
          if (meant.matcher(type).matches() && !entry.isDirectory()) {
            out.add(loader.loadClass(type));
          }
        }
      }
    }
    return out;
  }

  private static Pattern pattern(String name) {
    return Pattern.compile(Pattern.quote(name).replace("*", "\\E.*\\Q"));
  }
}
