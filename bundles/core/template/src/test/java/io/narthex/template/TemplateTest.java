// SPDX-License-Identifier: Apache-2.0
package io.narthex.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

  private static final Set<String> FUNCTIONS = Set.of("humanize", "query", "first", "value");
  private static final List<String> VARIABLES = List.of("$labels", "$value");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain text with } and { and }}",
        "Instance {{ $labels.instance }} down, {{ $value | humanize }}",
        "{{- .A.B -}} {{- /* a comment */ -}} x",
        "{{/* a comment */}}",
        "{{if .A}}a{{else if .B}}b{{else}}c{{end}}",
        "{{with .A}}a{{else with .B}}b{{end}}",
        "{{range $i, $x := .Items}}{{$i}}{{$x.Name}}{{break}}{{else}}none{{end}}",
        "{{range .Items}}{{if .}}{{continue}}{{end}}{{end}}",
        "{{$x := 1}}{{$x = 0x1F}}{{$x}}",
        "{{printf \"%.2f %s\" 1.5e3 `raw`}}",
        "{{ (index .Alerts 0).Labels.job }}",
        "{{define \"a\"}}{{.}}{{end}}{{template \"a\" .X}}{{block \"b\" .}}y{{end}}",
        "{{ with query \"up{job='x'}\" }}{{ . | first | value }}{{ end }}",
        "{{ 'x' }} {{ nil | printf \"%v\" }} {{ true }} {{ -1 }} {{ .5 }} {{ 1_000 }}",
        "{{ and (eq 1 1) (not false) }}",
        "{{ .A\n| printf \"%s\"\n}}"
      })
  void readsTemplates(String text) throws TemplateException {
    assertThat(parse(text).name()).isEqualTo("t");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          {{ $label.foo }}          ~ undefined variable "$label"
          {{ nothing 1 }}           ~ function "nothing" not defined
          {{ .A                     ~ unclosed action
          {{ if .A }}x              ~ unexpected EOF
          {{ end }}                 ~ unexpected {{end}}
          {{ else }}                ~ unexpected {{else}}
          {{ }}                     ~ missing value for command
          {{ if }}x{{end}}          ~ missing value for if
          {{ .A | 1 }}              ~ non executable command in pipeline stage 2
          {{ (.A }}                 ~ unclosed left paren
          {{ .A) }}                 ~ unexpected right paren
          {{ "a }}                  ~ unterminated quoted string
          {{/* a }}                 ~ unclosed comment
          {{/* a */ x}}             ~ comment ends before closing delimiter
          {{ break }}               ~ {{break}} outside {{range}}
          {{ 1a }}                  ~ bad number syntax: "1a"
          {{ $labels : 1 }}         ~ expected :=
          {{ .A.b! }}               ~ bad character U+0021 '!'
          {{ template x }}          ~ unexpected "x" in template clause
          {{ $a, $b := .A }}        ~ too many declarations in command
          {{ true.A }}              ~ unexpected . after term "true"
          {{if .A}}{{else}}{{else}}{{end}} ~ expected end; found {{else}}
          {{ .A == 1 }}             ~ unexpected "=" in operand
          """)
  void tellsFaultsInGosWords(String text, String problem) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(TemplateException.class)
        .hasMessage("template: t:1: " + problem);
  }

  @Test
  void tellsTheLine() {
    assertThatThrownBy(() -> parse("a\n{{ .A }}\n\n{{ $y }}"))
        .hasMessage("template: t:4: undefined variable \"$y\"");
  }

  @Test
  void variablesEndWithTheirBlock() {
    assertThatThrownBy(() -> parse("{{ if .A }}{{ $x := 1 }}{{ end }}{{ $x }}"))
        .hasMessageContaining("undefined variable \"$x\"");
  }

  @Test
  void refusesNestingWithoutEnd() {
    assertThatThrownBy(() -> parse("{{ " + "(".repeat(100_000) + " }}"))
        .isInstanceOf(TemplateException.class);
    assertThatThrownBy(() -> parse("{{if .}}".repeat(100_000)))
        .hasMessageContaining("nested deeper than 500");
    assertThatThrownBy(() -> parse("{{if .}}" + "{{else if .}}".repeat(100_000)))
        .hasMessageContaining("nested deeper than 500");
  }

  @Test
  void anyTextIsATemplateOrAFault() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] pieces = {
      "{{", "}}", "{{-", "-}}", " ", "if", "else", "end", "range", ".A", "$x", ":=", "=", "|", "(",
      ")", "\"", "`", "'", "/*", "*/", "1", "-", ".", ",", "define", "\n", "\u00e9", "text", "nil"
    };
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(20); n > 0; n--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      try {
        assertThat(parse(text.toString())).isNotNull();
      } catch (TemplateException e) {
        assertThat(e.line()).as("seed %d, text %s", seed, text).isPositive();
      }
    }
  }

  private static Template parse(String text) throws TemplateException {
    return Template.parse("t", text, FUNCTIONS, VARIABLES);
  }
}
