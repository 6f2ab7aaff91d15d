// SPDX-License-Identifier: Apache-2.0
package io.narthex.template.internal;

import io.narthex.template.TemplateException;
import io.narthex.template.internal.Node.Command;
import io.narthex.template.internal.Node.Control;
import io.narthex.template.internal.Node.Operand;
import io.narthex.template.internal.Node.Pipeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a template by recursive descent, by the rules and with the messages of Go's {@code
 * text/template/parse}. A parser reads one text and is used once.
 */
public final class Parser {

  /** Deeper nesting is refused, so that no text exhausts the stack. */
  private static final int MAX_DEPTH = 500;

  private final String name;
  private final Set<String> functions;
  private final List<Token> tokens;
  private final Map<String, List<Node>> definitions = new LinkedHashMap<>();
  private List<String> variables = new ArrayList<>();
  private int next;
  private int ranges;
  private int depth;

  /**
   * Makes a parser.
   *
   * @param functions all functions that a template may call
   * @param variables variables that are there from the start, beside {@code $}
   */
  public Parser(String name, String text, Set<String> functions, List<String> variables) {
    this.name = name;
    this.functions = functions;
    this.variables.add("$");
    this.variables.addAll(variables);
    this.tokens = Lexer.tokens(text);
  }

  /** Returns the templates that were defined on the way, by name. */
  public Map<String, List<Node>> definitions() {
    return definitions;
  }

  /** Reads the text whole. */
  public List<Node> parse() throws TemplateException {
    List<Node> nodes = new ArrayList<>();
    Body body = body(nodes, true);
    if (body.end() != null) {
      throw fault(body.end(), "unexpected {{" + body.end().text() + "}}");
    }
    return nodes;
  }

  /**
   * What ended a list of nodes.
   *
   * @param end the keyword {@code end} or {@code else}, or null for the end of the text
   */
  private record Body(@Nullable Token end) {}

  private Body body(List<Node> into, boolean definitionsAllowed) throws TemplateException {
    if (++depth > MAX_DEPTH) {
      throw fault(peek(), "nested deeper than " + MAX_DEPTH);
    }
    try {
      while (true) {
        Token token = take();
        switch (token.kind()) {
          case TEXT -> into.add(new Node.Text(token.text()));
          case END -> {
            return new Body(null);
          }
          case LEFT_DELIMITER -> {
            Token word = peekPastSpace();
            if (word.isKeyword("end") || word.isKeyword("else")) {
              takePastSpace();
              return new Body(word);
            }
            if (word.isKeyword("define") && definitionsAllowed) {
              takePastSpace();
              definition();
            } else {
              into.add(action());
            }
          }
          default -> throw unexpected(token, "input");
        }
      }
    } finally {
      depth--;
    }
  }

  private Node action() throws TemplateException {
    Token word = peekPastSpace();
    if (word.kind() != TokenKind.KEYWORD) {
      return new Node.Action(pipeline("command", TokenKind.RIGHT_DELIMITER));
    }
    takePastSpace();
    return switch (word.text()) {
      case "if" -> branch(Control.IF);
      case "range" -> branch(Control.RANGE);
      case "with" -> branch(Control.WITH);
      case "template" -> call();
      case "block" -> block();
      case "break" -> {
        loopControl(word);
        yield new Node.Break();
      }
      case "continue" -> {
        loopControl(word);
        yield new Node.Continue();
      }
      default -> throw unexpected(word, "command");
    };
  }

  private void loopControl(Token word) throws TemplateException {
    Token token = takePastSpace();
    if (token.kind() != TokenKind.RIGHT_DELIMITER) {
      throw unexpected(token, "{{" + word.text() + "}}");
    }
    if (ranges == 0) {
      throw fault(word, "{{" + word.text() + "}} outside {{range}}");
    }
  }

  private Node branch(Control control) throws TemplateException {
    String context = control.name().toLowerCase(Locale.ROOT);
    int outer = variables.size();
    Pipeline pipeline = pipeline(context, TokenKind.RIGHT_DELIMITER);
    List<Node> body = new ArrayList<>();
    ranges += control == Control.RANGE ? 1 : 0;
    Token end = end(body(body, false));
    ranges -= control == Control.RANGE ? 1 : 0;
    List<Node> otherwise = new ArrayList<>();
    if (end.isKeyword("else")) {
      Token word = peekPastSpace();
      if (control == Control.IF && word.isKeyword("if")) {
        takePastSpace();
        otherwise.add(nested(Control.IF));
      } else if (control == Control.WITH && word.isKeyword("with")) {
        takePastSpace();
        otherwise.add(nested(Control.WITH));
      } else {
        expect(TokenKind.RIGHT_DELIMITER, "else");
        Token second = end(body(otherwise, false));
        if (!second.isKeyword("end")) {
          throw fault(second, "expected end; found {{else}}");
        }
        expect(TokenKind.RIGHT_DELIMITER, "end");
      }
    } else {
      expect(TokenKind.RIGHT_DELIMITER, "end");
    }
    variables = new ArrayList<>(variables.subList(0, outer));
    return new Node.Branch(control, pipeline, List.copyOf(body), List.copyOf(otherwise));
  }

  /** The rest of an else chain, which shares the end of the first branch. */
  private Node nested(Control control) throws TemplateException {
    if (++depth > MAX_DEPTH) {
      throw fault(peek(), "nested deeper than " + MAX_DEPTH);
    }
    Node node = branch(control);
    depth--;
    return node;
  }

  private Token end(Body body) throws TemplateException {
    if (body.end() == null) {
      throw fault(tokens.getLast(), "unexpected EOF");
    }
    return body.end();
  }

  private Node call() throws TemplateException {
    String called = templateName(takePastSpace(), "template clause");
    if (peekPastSpace().kind() == TokenKind.RIGHT_DELIMITER) {
      takePastSpace();
      return new Node.Call(called, null);
    }
    return new Node.Call(called, pipeline("template clause", TokenKind.RIGHT_DELIMITER));
  }

  private Node block() throws TemplateException {
    String defined = templateName(takePastSpace(), "block clause");
    Pipeline pipeline = pipeline("block clause", TokenKind.RIGHT_DELIMITER);
    define(defined, "block clause");
    return new Node.Call(defined, pipeline);
  }

  private void definition() throws TemplateException {
    String defined = templateName(takePastSpace(), "define clause");
    expect(TokenKind.RIGHT_DELIMITER, "define clause");
    define(defined, "define clause");
  }

  /** Reads the body of a named template, which sees no variable but its data. */
  private void define(String defined, String context) throws TemplateException {
    List<String> outer = variables;
    int outerRanges = ranges;
    variables = new ArrayList<>(List.of("$"));
    ranges = 0;
    List<Node> body = new ArrayList<>();
    Token end = end(body(body, false));
    if (!end.isKeyword("end")) {
      throw fault(end, "unexpected {{else}} in " + context);
    }
    expect(TokenKind.RIGHT_DELIMITER, "end");
    definitions.put(defined, List.copyOf(body));
    variables = outer;
    ranges = outerRanges;
  }

  private String templateName(Token token, String context) throws TemplateException {
    if (token.kind() != TokenKind.STRING && token.kind() != TokenKind.RAW_STRING) {
      throw unexpected(token, context);
    }
    return unquote(token);
  }

  private Pipeline pipeline(String context, TokenKind end) throws TemplateException {
    int line = peekPastSpace().line();
    List<String> declared = new ArrayList<>();
    boolean assigns = declarations(context, declared);
    List<Command> commands = new ArrayList<>();
    while (true) {
      Token token = peekPastSpace();
      if (token.kind() == end) {
        takePastSpace();
        check(commands, context, token);
        return new Pipeline(List.copyOf(declared), assigns, List.copyOf(commands), line);
      }
      switch (token.kind()) {
        case BOOLEAN,
            CHARACTER,
            DOT,
            FIELD,
            IDENTIFIER,
            NUMBER,
            NIL,
            RAW_STRING,
            STRING,
            VARIABLE,
            LEFT_PARENTHESIS ->
            commands.add(command());
        default -> throw unexpected(takePastSpace(), context);
      }
    }
  }

  /** Reads {@code $x :=}, {@code $x =} or {@code $i, $x :=}; returns whether it assigns. */
  private boolean declarations(String context, List<String> declared) throws TemplateException {
    while (peekPastSpace().kind() == TokenKind.VARIABLE) {
      int before = next;
      Token variable = takePastSpace();
      Token after = peekPastSpace();
      if (after.kind() == TokenKind.DECLARE || after.kind() == TokenKind.ASSIGN) {
        takePastSpace();
        declared.add(variable.text());
        variables.add(variable.text());
        return after.kind() == TokenKind.ASSIGN;
      }
      if (!after.isOther(",")) {
        next = before;
        return false;
      }
      takePastSpace();
      declared.add(variable.text());
      variables.add(variable.text());
      if (!context.equals("range") || declared.size() > 1) {
        throw fault(variable, "too many declarations in " + context);
      }
      switch (peekPastSpace().kind()) {
        case VARIABLE, RIGHT_DELIMITER, RIGHT_PARENTHESIS -> {}
        default -> throw fault(variable, "range can only initialize variables");
      }
    }
    return false;
  }

  private void check(List<Command> commands, String context, Token at) throws TemplateException {
    if (commands.isEmpty()) {
      throw fault(at, "missing value for " + context);
    }
    for (int i = 1; i < commands.size(); i++) {
      switch (commands.get(i).operands().getFirst()) {
        case Node.Bool b -> throw nonExecutable(at, i);
        case Node.Dot d -> throw nonExecutable(at, i);
        case Node.Nil n -> throw nonExecutable(at, i);
        case Node.Number n -> throw nonExecutable(at, i);
        case Node.Literal l -> throw nonExecutable(at, i);
        case Node.Function f -> {}
        case Node.Field f -> {}
        case Node.Variable v -> {}
        case Node.Chain c -> {}
        case Node.Nested n -> {}
      }
    }
  }

  private TemplateException nonExecutable(Token at, int index) {
    return fault(at, "non executable command in pipeline stage " + (index + 1));
  }

  private Command command() throws TemplateException {
    List<Operand> operands = new ArrayList<>();
    while (true) {
      peekPastSpace();
      Operand operand = operand();
      if (operand != null) {
        operands.add(operand);
      }
      Token token = take();
      switch (token.kind()) {
        case SPACE -> {}
        case RIGHT_DELIMITER, RIGHT_PARENTHESIS -> {
          next--;
          return command(operands, token);
        }
        case PIPE -> {
          return command(operands, token);
        }
        default -> throw unexpected(token, "operand");
      }
    }
  }

  private Command command(List<Operand> operands, Token at) throws TemplateException {
    if (operands.isEmpty()) {
      throw fault(at, "empty command");
    }
    return new Command(List.copyOf(operands));
  }

  private @Nullable Operand operand() throws TemplateException {
    Token first = peekPastSpace();
    Operand term = term();
    if (term == null || peek().kind() != TokenKind.FIELD) {
      return term;
    }
    List<String> fields = new ArrayList<>();
    while (peek().kind() == TokenKind.FIELD) {
      fields.add(take().text().substring(1));
    }
    return switch (term) {
      case Node.Field field -> {
        fields.addAll(0, field.names());
        yield new Node.Field(List.copyOf(fields));
      }
      case Node.Variable variable -> new Node.Variable(variable.name(), List.copyOf(fields));
      case Node.Bool b -> throw noFields(first);
      case Node.Literal l -> throw noFields(first);
      case Node.Number n -> throw noFields(first);
      case Node.Nil n -> throw noFields(first);
      case Node.Dot d -> throw noFields(first);
      case Node.Function f -> new Node.Chain(f, List.copyOf(fields));
      case Node.Nested n -> new Node.Chain(n, List.copyOf(fields));
      case Node.Chain c -> new Node.Chain(c, List.copyOf(fields));
    };
  }

  private TemplateException noFields(Token term) {
    return fault(term, "unexpected . after term " + Token.quote(term.text()));
  }

  private @Nullable Operand term() throws TemplateException {
    Token token = peekPastSpace();
    return switch (token.kind()) {
      case IDENTIFIER -> {
        takePastSpace();
        if (!functions.contains(token.text())) {
          throw fault(token, "function " + Token.quote(token.text()) + " not defined");
        }
        yield new Node.Function(token.text());
      }
      case DOT -> taken(new Node.Dot());
      case NIL -> taken(new Node.Nil());
      case BOOLEAN -> taken(new Node.Bool(token.text().equals("true")));
      case NUMBER, CHARACTER -> taken(new Node.Number(token.text()));
      case FIELD -> taken(new Node.Field(List.of(token.text().substring(1))));
      case VARIABLE -> {
        takePastSpace();
        if (!variables.contains(token.text())) {
          throw fault(token, "undefined variable " + Token.quote(token.text()));
        }
        yield new Node.Variable(token.text(), List.of());
      }
      case STRING, RAW_STRING -> taken(new Node.Literal(unquote(token)));
      case LEFT_PARENTHESIS -> {
        takePastSpace();
        if (++depth > MAX_DEPTH) {
          throw fault(token, "nested deeper than " + MAX_DEPTH);
        }
        Pipeline pipeline = pipeline("parenthesized pipeline", TokenKind.RIGHT_PARENTHESIS);
        depth--;
        yield new Node.Nested(pipeline);
      }
      default -> null;
    };
  }

  private Operand taken(Operand operand) {
    takePastSpace();
    return operand;
  }

  private String unquote(Token token) throws TemplateException {
    String value = Literals.unquote(token.text());
    if (value == null) {
      throw fault(token, "invalid syntax in " + token.text());
    }
    return value;
  }

  private void expect(TokenKind kind, String context) throws TemplateException {
    Token token = takePastSpace();
    if (token.kind() != kind) {
      throw unexpected(token, context);
    }
  }

  private Token peek() {
    return tokens.get(Math.min(next, tokens.size() - 1));
  }

  private Token take() {
    Token token = peek();
    next++;
    return token;
  }

  /** Goes past a space and looks at what follows. */
  private Token peekPastSpace() {
    if (peek().kind() == TokenKind.SPACE) {
      next++;
    }
    return peek();
  }

  private Token takePastSpace() {
    peekPastSpace();
    return take();
  }

  private TemplateException unexpected(Token token, String context) {
    return token.kind() == TokenKind.ERROR
        ? fault(token, token.text())
        : fault(token, "unexpected " + token.shown() + " in " + context);
  }

  private TemplateException fault(Token at, String problem) {
    return new TemplateException(name, at.line(), problem);
  }
}
