// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPortTest {

  /** The examples of RFC 5952, section 4, and the ends. */
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,               192.0.2.1:80",
    "::ffff:192.0.2.1,        192.0.2.1:80",
    "2001:db8:0:0:0:0:2:1,    [2001:db8::2:1]:80",
    "2001:db8:0:1:1:1:1:1,    [2001:db8:0:1:1:1:1:1]:80",
    "2001:0:0:1:0:0:0:1,      [2001:0:0:1::1]:80",
    "2001:db8:0:0:1:0:0:1,    [2001:db8::1:0:0:1]:80",
    "0:0:0:0:0:0:0:0,         [::]:80",
    "0:0:0:0:0:0:0:1,         [::1]:80",
    "fe80:0:0:0:0:0:0:0,      [fe80::]:80",
    "1:2:3:4:5:6:0:0,         [1:2:3:4:5:6::]:80",
    "0:0:3:4:5:6:7:8,         [::3:4:5:6:7:8]:80"
  })
  void writesAddresses(String address, String expected) throws Exception {
    assertThat(HostPort.of(InetAddress.ofLiteral(address), 80)).isEqualTo(expected);
  }
}
