// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

import io.narthex.promql.internal.ast.AggregateOp;
import io.narthex.promql.internal.ast.BinaryOp;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kinds of tokens. */
enum TokenKind {
  END(Group.OTHER, "end of input"),
  IDENTIFIER(Group.OTHER, "identifier"),
  METRIC_IDENTIFIER(Group.OTHER, "metric identifier"),
  STRING(Group.OTHER, "string"),
  NUMBER(Group.OTHER, "number"),
  DURATION(Group.OTHER, "duration"),

  COMMA(Group.PUNCTUATION, ","),
  COLON(Group.PUNCTUATION, ":"),
  LEFT_PAREN(Group.PUNCTUATION, "("),
  RIGHT_PAREN(Group.PUNCTUATION, ")"),
  LEFT_BRACE(Group.PUNCTUATION, "{"),
  RIGHT_BRACE(Group.PUNCTUATION, "}"),
  LEFT_BRACKET(Group.PUNCTUATION, "["),
  RIGHT_BRACKET(Group.PUNCTUATION, "]"),
  ASSIGN(Group.PUNCTUATION, "="),

  ADD(BinaryOp.ADD),
  SUB(BinaryOp.SUB),
  MUL(BinaryOp.MUL),
  DIV(BinaryOp.DIV),
  MOD(BinaryOp.MOD),
  POW(BinaryOp.POW),
  ATAN2(BinaryOp.ATAN2),
  EQUAL(BinaryOp.EQUAL),
  NOT_EQUAL(BinaryOp.NOT_EQUAL),
  LESS(BinaryOp.LESS),
  LESS_EQUAL(BinaryOp.LESS_EQUAL),
  GREATER(BinaryOp.GREATER),
  GREATER_EQUAL(BinaryOp.GREATER_EQUAL),
  TRIM_UPPER(BinaryOp.TRIM_UPPER),
  TRIM_LOWER(BinaryOp.TRIM_LOWER),
  AND(BinaryOp.AND),
  OR(BinaryOp.OR),
  UNLESS(BinaryOp.UNLESS),
  REGEX_MATCH(Group.OPERATOR, "=~"),
  REGEX_NO_MATCH(Group.OPERATOR, "!~"),
  AT(Group.OPERATOR, "@"),

  AGG_SUM(AggregateOp.SUM),
  AGG_AVG(AggregateOp.AVG),
  AGG_COUNT(AggregateOp.COUNT),
  AGG_MIN(AggregateOp.MIN),
  AGG_MAX(AggregateOp.MAX),
  AGG_GROUP(AggregateOp.GROUP),
  AGG_STDDEV(AggregateOp.STDDEV),
  AGG_STDVAR(AggregateOp.STDVAR),
  AGG_TOPK(AggregateOp.TOPK),
  AGG_BOTTOMK(AggregateOp.BOTTOMK),
  AGG_COUNT_VALUES(AggregateOp.COUNT_VALUES),
  AGG_QUANTILE(AggregateOp.QUANTILE),
  AGG_LIMITK(AggregateOp.LIMITK),
  AGG_LIMIT_RATIO(AggregateOp.LIMIT_RATIO),

  OFFSET(Group.KEYWORD, "offset"),
  SMOOTHED(Group.KEYWORD, "smoothed"),
  ANCHORED(Group.KEYWORD, "anchored"),
  BY(Group.KEYWORD, "by"),
  WITHOUT(Group.KEYWORD, "without"),
  ON(Group.KEYWORD, "on"),
  IGNORING(Group.KEYWORD, "ignoring"),
  GROUP_LEFT(Group.KEYWORD, "group_left"),
  GROUP_RIGHT(Group.KEYWORD, "group_right"),
  FILL(Group.KEYWORD, "fill"),
  FILL_LEFT(Group.KEYWORD, "fill_left"),
  FILL_RIGHT(Group.KEYWORD, "fill_right"),
  BOOL(Group.KEYWORD, "bool"),

  START(Group.PREPROCESSOR, "start"),
  FINISH(Group.PREPROCESSOR, "end"),
  STEP(Group.PREPROCESSOR, "step"),
  RANGE(Group.PREPROCESSOR, "range"),
  MAX_OF(Group.PREPROCESSOR, "max_of"),
  MIN_OF(Group.PREPROCESSOR, "min_of");

  /** What a kind belongs to, which decides how messages show it. */
  enum Group {
    OTHER,
    PUNCTUATION,
    OPERATOR,
    AGGREGATOR,
    KEYWORD,
    PREPROCESSOR
  }

  private static final Map<String, TokenKind> WORDS = new HashMap<>();

  static {
    for (TokenKind kind : values()) {
      boolean word = Character.isLetter(kind.text.charAt(0)) && kind.group != Group.OTHER;
      if (word) {
        WORDS.put(kind.text, kind);
      }
    }
    WORDS.put("inf", NUMBER);
    WORDS.put("nan", NUMBER);
  }

  private final Group group;
  private final String text;
  private final @Nullable BinaryOp binary;
  private final @Nullable AggregateOp aggregate;

  TokenKind(Group group, String text) {
    this(group, text, null, null);
  }

  TokenKind(BinaryOp op) {
    this(Group.OPERATOR, op.text(), op, null);
  }

  TokenKind(AggregateOp op) {
    this(Group.AGGREGATOR, op.text(), null, op);
  }

  TokenKind(Group group, String text, @Nullable BinaryOp binary, @Nullable AggregateOp aggregate) {
    this.group = group;
    this.text = text;
    this.binary = binary;
    this.aggregate = aggregate;
  }

  /** Returns the kind of a reserved word, or null. */
  static @Nullable TokenKind ofWord(String word) {
    return WORDS.get(word.toLowerCase(Locale.ROOT));
  }

  Group group() {
    return group;
  }

  String text() {
    return text;
  }

  @Nullable BinaryOp binary() {
    return binary;
  }

  @Nullable AggregateOp aggregate() {
    return aggregate;
  }

  /** Returns whether the word may be a metric's name. */
  boolean isMetricName() {
    return switch (this) {
      case IDENTIFIER,
          METRIC_IDENTIFIER,
          AND,
          OR,
          UNLESS,
          BY,
          WITHOUT,
          OFFSET,
          FILL,
          FILL_LEFT,
          FILL_RIGHT,
          ANCHORED,
          SMOOTHED ->
          true;
      default -> group == Group.AGGREGATOR || group == Group.PREPROCESSOR;
    };
  }

  /** Returns whether the word may be a label's name in a list of labels. */
  boolean isLabelName() {
    return switch (this) {
      case BOOL, ON, IGNORING, GROUP_LEFT, GROUP_RIGHT, ATAN2 -> true;
      case WITHOUT -> false;
      default -> isMetricName();
    };
  }
}
