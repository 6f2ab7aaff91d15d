// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.transport;

import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Jetty's threads, with this bundle's class loader as their context: by it Jetty looks for its ALPN
 * processor at each new connection, which lies in this bundle.
 */
final class ClientThreads extends QueuedThreadPool {

  ClientThreads(int most, int least) {
    super(most, least);
    setName("http-client");
    setDaemon(true);
    setReservedThreads(0);
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = super.newThread(task);
    thread.setContextClassLoader(ClientThreads.class.getClassLoader());
    return thread;
  }
}
