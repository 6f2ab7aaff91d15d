// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.plugins.internal.ManifestHeader.Clause;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestHeaderTest {

  @Test
  void clausesHavePathsAttributesAndDirectives() throws Exception {
    assertThat(
            ManifestHeader.parse(
                "Import-Package",
                "a.b;c.d;version=\"[1,2)\";resolution:=optional, e ; x:List<String>=\"p,q\""))
        .containsExactly(
            new Clause(
                List.of("a.b", "c.d"),
                Map.of("version", "[1,2)"),
                Map.of("resolution", "optional")),
            new Clause(List.of("e"), Map.of("x", "p,q"), Map.of()));
  }

  @Test
  void quotedTextMayHoldSeparatorsAndQuotes() throws Exception {
    assertThat(ManifestHeader.parse("Require-Capability", "ns;filter:=\"(a=b;c,d=\\\"x\\\")\""))
        .containsExactly(new Clause(List.of("ns"), Map.of(), Map.of("filter", "(a=b;c,d=\"x\")")));
  }

  @Test
  void nothingGivesNoClauses() throws Exception {
    assertThat(ManifestHeader.parse("Export-Package", "  ")).isEmpty();
  }

  @Test
  void badSyntaxNamesTheHeader() {
    assertThatThrownBy(() -> ManifestHeader.parse("Import-Package", "a,,b"))
        .hasMessage("its manifest header Import-Package has an empty part: a,,b");
    assertThatThrownBy(() -> ManifestHeader.parse("Import-Package", "a;version=\"1"))
        .hasMessageContaining("unclosed quote");
    assertThatThrownBy(() -> ManifestHeader.parse("Import-Package", "version=1"))
        .hasMessageContaining("a clause without a name");
  }
}
