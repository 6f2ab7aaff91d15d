// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.transport;

import io.narthex.httpclient.HttpAnswer;
import java.net.URI;
import org.eclipse.jetty.client.Response;

/** The head of an answer as Jetty read it. */
record ReceivedHead(Response response, URI uri, boolean complete) implements HttpAnswer {

  @Override
  public int status() {
    return response.getStatus();
  }

  @Override
  public String header(String name) {
    String value = response.getHeaders().get(name);
    return value == null ? "" : value;
  }

  @Override
  public String version() {
    return response.getVersion().asString();
  }

  @Override
  public String toString() {
    return version() + " " + status();
  }
}
