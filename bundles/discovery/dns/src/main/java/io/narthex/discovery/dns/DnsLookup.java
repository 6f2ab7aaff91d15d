// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;

/**
 * Looks a name up by the rules of resolv.conf, and keeps apart what may be told to a user as "there
 * are none" and what may not:
 *
 * <ul>
 *   <li>A server knows one of the names that the search list makes of it: its records count, even
 *       if there are none of the type.
 *   <li>For each of these names a server says that it does not exist: there are no records.
 *   <li>For one of them no server gives either answer: nobody knows, the look-up fails.
 * </ul>
 */
final class DnsLookup {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** The payload that upstream offers; an answer beyond it comes by TCP. */
  private static final int EDNS_PAYLOAD = 4096;

  private final ResolverSettings settings;
  private final RecordType type;

  DnsLookup(ResolverSettings settings, RecordType type) {
    this.settings = settings;
    this.type = type;
  }

  /**
   * Returns the records of the answer, in its order; of other types too, such as a CNAME.
   *
   * @throws IOException when it is not known which records there are; the message is for the
   *     operator
   */
  List<Record> records(String name) throws IOException, InterruptedException {
    List<String> problems = new ArrayList<>();
    for (Name candidate : settings.candidates(name)) {
      Message answer = ask(candidate, problems);
      if (answer != null && answer.getRcode() == Rcode.NOERROR) {
        return answer.getSection(Section.ANSWER);
      }
    }
    if (problems.isEmpty()) {
      return List.of();
    }
    throw new IOException("could not resolve \"" + name + "\": " + String.join(", ", problems));
  }

  /** Asks one server after the other; null, and a problem more, when none has an answer. */
  private @Nullable Message ask(Name name, List<String> problems) throws InterruptedException {
    List<String> refusals = new ArrayList<>();
    for (InetSocketAddress server : settings.servers()) {
      try {
        Message answer = ask(name, server);
        int code = answer.getRcode();
        if (code == Rcode.NOERROR || code == Rcode.NXDOMAIN) {
          return answer;
        }
        refusals.add(text(server) + " answers " + Rcode.string(code) + " for " + name);
      } catch (IOException e) {
        refusals.add(text(server) + " gives no answer for " + name + " (" + e.getMessage() + ")");
      }
    }
    problems.addAll(refusals);
    return null;
  }

  private Message ask(Name name, InetSocketAddress server)
      throws IOException, InterruptedException {
    SimpleResolver resolver = new SimpleResolver(server);
    resolver.setTimeout(TIMEOUT);
    resolver.setEDNS(0, EDNS_PAYLOAD, 0);
    Message query = Message.newQuery(Record.newRecord(name, type.code(), DClass.IN));
    try {
      // Once by UDP, and once by TCP when the answer is cut off.
      return resolver
          .sendAsync(query)
          .toCompletableFuture()
          .get(2 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw cause instanceof IOException io ? io : new IOException(cause);
    } catch (TimeoutException e) {
      throw new IOException("timed out", e);
    }
  }

  private static String text(InetSocketAddress server) {
    return server.isUnresolved()
        ? HostPort.of(server.getHostString(), server.getPort())
        : HostPort.of(server.getAddress(), server.getPort());
  }
}
