// SPDX-License-Identifier: Apache-2.0
package io.narthex.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the Java runtime is told about methods; it is silent about a name that is none. */
class CompileCommandsIT {

  @Test
  void eachNamesAMethodThatIsThere() throws IOException, ClassNotFoundException {
    List<URL> urls = new ArrayList<>();
    for (String folder : List.of("lib", "system")) {
      try (Stream<Path> files = Files.list(Server.home().resolve(folder))) {
        for (Path jar : files.filter(f -> f.toString().endsWith(".jar")).toList()) {
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
        assertThat(loader.loadClass(names[0]).getDeclaredMethods())
            .as(command)
            .anyMatch(method -> names[1].equals("*") || names[1].equals(method.getName()));
      }
    }
  }
}
