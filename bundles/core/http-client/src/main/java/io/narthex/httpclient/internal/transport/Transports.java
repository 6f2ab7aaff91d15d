// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.transport;

import io.narthex.httpclient.HttpFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The transports in use; who asks for one gives it back, and the last one to do so closes it. Safe
 * for several threads.
 */
public final class Transports implements AutoCloseable {

  private final Map<TransportKey, Transport> open = new HashMap<>();
  private final SharedThreads threads = new SharedThreads();
  private boolean closed;

  /**
   * Takes the transport for a key; give it back.
   *
   * @throws HttpFailure when TLS cannot be had by the key
   */
  public synchronized Transport take(TransportKey key) throws HttpFailure {
    if (closed) {
      throw new HttpFailure(HttpFailure.Phase.SETTINGS, "the server ends");
    }
    Transport transport = open.get(key);
    if (transport == null) {
      transport = new Transport(key, threads);
      open.put(key, transport);
    }
    transport.users++;
    return transport;
  }

  /** Gives a transport back. */
  public synchronized void give(Transport transport) {
    if (--transport.users == 0) {
      open.remove(transport.key(), transport);
      transport.retire();
    }
  }

  /** Closes all of them, also those in use. */
  @Override
  public void close() {
    List<Transport> all;
    synchronized (this) {
      closed = true;
      all = new ArrayList<>(open.values());
      open.clear();
    }
    all.forEach(Transport::stop);
    threads.close();
  }
}
