// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal;

import io.narthex.config.model.TlsConfig;
import io.narthex.httpclient.BodySink;
import io.narthex.httpclient.HttpAnswer;
import io.narthex.httpclient.HttpFailure;
import io.narthex.httpclient.internal.proxy.ProxyChoice;
import io.narthex.httpclient.internal.proxy.ProxyEndpoint;
import io.narthex.httpclient.internal.tls.TlsMaterial;
import io.narthex.httpclient.internal.tls.TlsSource;
import io.narthex.httpclient.internal.transport.Outgoing;
import io.narthex.httpclient.internal.transport.Transport;
import io.narthex.httpclient.internal.transport.TransportKey;
import io.narthex.httpclient.internal.transport.Transports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The transports that one client uses: one for each proxy and each way of TLS that its calls need.
 * When a certificate's file changed, the next call goes over a new transport; the old one ends with
 * the calls that are under way on it. Safe for several threads.
 */
final class ChosenTransports implements AutoCloseable {

  private final Transports shared;
  private final TlsSource tls;
  private final boolean http2;
  private final ProxyChoice proxies;

  /** Those in use; a call to a plain URL needs no TLS, and so no certificate's file. */
  private final Map<Use, Transport> inUse = new HashMap<>();

  private boolean closed;

  /** What tells transports of this client apart, beside the certificates of the moment. */
  private record Use(boolean secure, @Nullable ProxyEndpoint proxy) {}

  ChosenTransports(Transports shared, TlsConfig tls, boolean http2, ProxyChoice proxies) {
    this.shared = shared;
    this.tls = new TlsSource(tls);
    this.http2 = http2;
    this.proxies = proxies;
  }

  HttpAnswer send(Outgoing call, Map<String, List<String>> headers, Duration timeout, BodySink sink)
      throws HttpFailure, InterruptedException {
    Transport transport = choose(call);
    while (!transport.begin()) {
      // Given up by a call that saw newer certificates.
      transport = choose(call);
    }
    try {
      return transport.send(call, headers, timeout, sink);
    } finally {
      transport.end();
    }
  }

  private Transport choose(Outgoing call) throws HttpFailure {
    boolean secure = "https".equalsIgnoreCase(call.uri().getScheme());
    ProxyEndpoint proxy = call.unixSocket() == null ? proxies.to(call.uri()) : null;
    Use use = new Use(secure, proxy);
    @Nullable TlsMaterial material = secure || proxy != null && proxy.secure() ? tls.read() : null;
    return choose(use, new TransportKey(material, secure && http2, proxy));
  }

  private synchronized Transport choose(Use use, TransportKey key) throws HttpFailure {
    if (closed) {
      throw new HttpFailure(
          HttpFailure.Phase.SETTINGS, "the settings were replaced while the call was made");
    }
    Transport known = inUse.get(use);
    if (known != null && known.key().equals(key)) {
      return known;
    }
    Transport taken = shared.take(key);
    inUse.put(use, taken);
    if (known != null) {
      shared.give(known);
    }
    return taken;
  }

  @Override
  public void close() {
    List<Transport> all;
    synchronized (this) {
      closed = true;
      all = new ArrayList<>(inUse.values());
      inUse.clear();
    }
    all.forEach(shared::give);
  }
}
