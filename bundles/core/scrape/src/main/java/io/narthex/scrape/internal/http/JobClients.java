// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.http;

import io.narthex.config.model.HttpClientConfig;
import io.narthex.httpclient.Dialer;
import io.narthex.httpclient.HttpClient;
import io.narthex.httpclient.HttpClients;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The HTTP clients of all jobs: jobs with the same settings share one. Safe for several threads.
 */
public final class JobClients implements AutoCloseable {

  private final HttpClients maker;
  private final Map<HttpClientConfig, HttpClient> clients = new HashMap<>();

  /** No clients yet. */
  public JobClients(HttpClients maker) {
    this.maker = maker;
  }

  /** Returns the client for some settings. */
  public synchronized HttpClient client(HttpClientConfig config) {
    return clients.computeIfAbsent(config, maker::client);
  }

  /** Returns what counts the connections of a job. */
  public Dialer dialer(String job) {
    return maker.dialer(job);
  }

  /** Closes the clients that no job uses any more; scrapes under way still end. */
  public void retain(Set<HttpClientConfig> used) {
    List<HttpClient> unused = new ArrayList<>();
    synchronized (this) {
      Iterator<Map.Entry<HttpClientConfig, HttpClient>> all = clients.entrySet().iterator();
      while (all.hasNext()) {
        Map.Entry<HttpClientConfig, HttpClient> client = all.next();
        if (!used.contains(client.getKey())) {
          unused.add(client.getValue());
          all.remove();
        }
      }
    }
    unused.forEach(HttpClient::close);
  }

  @Override
  public void close() {
    retain(Set.of());
  }
}
