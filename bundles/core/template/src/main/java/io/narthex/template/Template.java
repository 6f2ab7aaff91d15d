// SPDX-License-Identifier: Apache-2.0
package io.narthex.template;

import io.narthex.template.internal.Node;
import io.narthex.template.internal.Parser;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A parsed template of Go's {@code text/template} language. Immutable.
 *
 * <p>The syntax is that of Go 1.25: actions between double braces with trim markers and comments,
 * pipelines, variables, fields, parentheses, {@code if}, {@code range}, {@code with} with {@code
 * else} chains, {@code break}, {@code continue}, {@code define}, {@code block} and {@code
 * template}.
 */
public final class Template {

  /** Functions that each template has. */
  public static final Set<String> BUILT_IN_FUNCTIONS =
      Set.of(
          "and",
          "call",
          "eq",
          "ge",
          "gt",
          "html",
          "index",
          "js",
          "le",
          "len",
          "lt",
          "ne",
          "not",
          "or",
          "print",
          "printf",
          "println",
          "slice",
          "urlquery");

  private final String name;
  private final List<Node> root;
  private final Map<String, List<Node>> definitions;

  private Template(String name, List<Node> root, Map<String, List<Node>> definitions) {
    this.name = name;
    this.root = List.copyOf(root);
    this.definitions = Map.copyOf(definitions);
  }

  /**
   * Reads a template.
   *
   * @param name what messages call it
   * @param text its text
   * @param functions names of the functions beside the built-in ones
   * @param variables names of the variables that are there at the start, each with its dollar sign
   * @throws TemplateException with the line of the first fault
   */
  public static Template parse(
      String name, String text, Set<String> functions, List<String> variables)
      throws TemplateException {
    Set<String> known = new HashSet<>(BUILT_IN_FUNCTIONS);
    known.addAll(functions);
    Parser parser = new Parser(name, text, known, variables);
    List<Node> root = parser.parse();
    return new Template(name, root, parser.definitions());
  }

  /** Returns the name. */
  public String name() {
    return name;
  }

  /**
   * Returns the names of the templates that this one defines, by {@code define} or {@code block}.
   */
  public Set<String> definedNames() {
    return definitions.keySet();
  }

  /** Returns whether the text has no action, so that it stands for itself. */
  public boolean isPlainText() {
    return root.stream().allMatch(Node.Text.class::isInstance);
  }
}
