// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.narthex.promql.internal.function.FunctionRegistry;
import io.narthex.promql.internal.parser.Parser;
import io.narthex.promql.internal.parser.ParserOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of node as upstream's API shows it. */
class TreeValuesTest {

  private static final String NO_SHIFT =
      "'offset':0,'offsetExpr':null,RANGE'smoothed':false,'startOrEnd':null,'timestamp':null,";

  private static String json(String text) throws Exception {
    Expr expr = Parser.parse(text, ParserOptions.ALL, FunctionRegistry.STANDARD::type);
    return new ObjectMapper().writeValueAsString(TreeValues.of(expr)).replace('"', '\'');
  }

  private static String selector(String name) {
    return "{'anchored':false,'matchers':[{'name':'__name__','type':'=','value':'"
        + name
        + "'}],'name':'"
        + name
        + "',"
        + NO_SHIFT.replace("RANGE", "")
        + "'type':'vectorSelector'}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1e3 | {'type':'numberLiteral','val':'1000'}",
        "\"x\" | {'type':'stringLiteral','val':'x'}",
        "(a) | {'expr':A,'type':'parenExpr'}",
        "-a | {'expr':A,'op':'-','type':'unaryExpr'}",
        "time() | {'args':[],'func':{'argTypes':[],'name':'time','returnType':'scalar','variadic':0},"
            + "'type':'call'}",
        "round(a, 2) | {'args':[A,{'type':'numberLiteral','val':'2'}],'func':{'argTypes':['vector',"
            + "'scalar'],'name':'round','returnType':'vector','variadic':1},'type':'call'}",
        "topk by (x) (2, a) | {'expr':A,'grouping':['x'],'op':'topk','param':{'type':'numberLiteral',"
            + "'val':'2'},'type':'aggregation','without':false}",
        "sum without () (a) | {'expr':A,'grouping':[],'op':'sum','param':null,'type':'aggregation',"
            + "'without':true}",
        "a > bool 1 | {'bool':true,'lhs':A,'matching':null,'op':'>','rhs':{'type':'numberLiteral',"
            + "'val':'1'},'type':'binaryExpr'}",
        "a + on (x) group_left (y) a | {'bool':false,'lhs':A,'matching':{'card':'many-to-one',"
            + "'fillValues':{'lhs':null,'rhs':null},'include':['y'],'labels':['x'],'on':true},'op':'+',"
            + "'rhs':A,'type':'binaryExpr'}",
        "a + fill_left (2) a | {'bool':false,'lhs':A,'matching':{'card':'one-to-one',"
            + "'fillValues':{'lhs':2.0,'rhs':null},'include':[],'labels':[],'on':false},'op':'+',"
            + "'rhs':A,'type':'binaryExpr'}",
        "a unless a | {'bool':false,'lhs':A,'matching':{'card':'many-to-many','fillValues':{"
            + "'lhs':null,'rhs':null},'include':[],'labels':[],'on':false},'op':'unless','rhs':A,"
            + "'type':'binaryExpr'}",
        "a[1h:5m] @ end() | {'expr':A,'offset':0,'offsetExpr':null,'range':3600000,'rangeExpr':null,"
            + "'startOrEnd':'end','step':300000,'stepExpr':null,'timestamp':null,'type':'subquery'}",
      })
  void areNodes(String text, String tree) throws Exception {
    assertThat(json(text)).isEqualTo(tree.replace("A", selector("a")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a smoothed | 'smoothed':true",
        "a[5m] anchored | 'anchored':true",
        "a[5m] | 'range':300000,'rangeExpr':null",
        "a offset -1m | 'offset':-60000,'offsetExpr':null",
        "a @ 10.5 | 'startOrEnd':null,'timestamp':10500",
        "a @ start() | 'startOrEnd':'start','timestamp':null",
        "a{b!=`x`} | {'name':'b','type':'!=','value':'x'}",
        "a[step() * 2] | 'range':0,'rangeExpr':{'lhs':{'lhs':null,'op':'step','rhs':null,"
            + "'type':'durationExpr','wrapped':false},'op':'*','rhs':{'duration':false,"
            + "'type':'numberLiteral','val':'2'},'type':'durationExpr','wrapped':false}",
      })
  void haveMembers(String text, String part) throws Exception {
    assertThat(json(text)).contains(part);
  }
}
