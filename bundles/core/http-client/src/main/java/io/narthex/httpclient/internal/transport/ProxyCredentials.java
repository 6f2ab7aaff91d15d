// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.transport;

import io.narthex.httpclient.internal.proxy.ProxyEndpoint;
import io.narthex.spi.config.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.eclipse.jetty.client.Authentication;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpHeader;

/**
 * What a proxy is told: user and password with each request, further headers with CONNECT.
 *
 * @param proxy the proxy
 * @param uri the proxy as Jetty knows it
 */
record ProxyCredentials(ProxyEndpoint proxy, URI uri) implements Authentication.Result {

  @Override
  public URI getURI() {
    return uri;
  }

  @Override
  public void apply(Request request) {
    request.headers(
        headers -> {
          Secret user = proxy.userInfo();
          if (user != null) {
            String both = proxy.user() + ":" + proxy.password();
            headers.put(
                HttpHeader.PROXY_AUTHORIZATION,
                "Basic "
                    + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
          }
          if (request.getMethod().equals("CONNECT")) {
            proxy
                .connectHeaders()
                .forEach(
                    (name, values) -> {
                      headers.remove(name);
                      values.forEach(value -> headers.add(name, value.reveal()));
                    });
          }
        });
  }
}
