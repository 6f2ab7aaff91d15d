// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoProxyRulesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          example.org            | example.org     | 80   | true
          example.org            | a.example.org   | 80   | true
          example.org            | notexample.org  | 80   | false
          .example.org           | example.org     | 80   | false
          .example.org           | a.Example.ORG   | 80   | true
          *.example.org          | example.org     | 80   | false
          *.example.org          | a.example.org   | 80   | true
          example.org:8080       | example.org     | 80   | false
          example.org:8080       | example.org     | 8080 | true
          'a, b.c ,'             | b.c             | 80   | true
          *                      | anything        | 80   | true
          10.0.0.0/8             | 10.1.2.3        | 80   | true
          10.0.0.0/8             | 11.1.2.3        | 80   | false
          10.0.0.0/8             | ten.example     | 80   | false
          10.1.2.3:90            | 10.1.2.3        | 90   | true
          10.1.2.3:90            | 10.1.2.3        | 91   | false
          2001:db8::/32          | [2001:db8::1]   | 80   | true
          2001:db8::1            | 2001:db8:0::1   | 80   | true
          [2001:db8::1]:90       | 2001:db8::1     | 90   | true
          x                      | localhost       | 80   | true
          x                      | 127.8.9.1       | 80   | true
          x                      | ::1             | 80   | true
          10.0.0.0/99            | 10.1.2.3        | 80   | false
          example.org:nonsense   | example.org     | 80   | false
          """)
  void followsGo(String list, String host, int port, boolean direct) {
    assertThat(new NoProxyRules(list).direct(host, port)).isEqualTo(direct);
  }
}
