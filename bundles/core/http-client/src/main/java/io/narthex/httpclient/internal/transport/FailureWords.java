// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.transport;

import io.narthex.httpclient.HttpFailure;
import io.narthex.httpclient.HttpFailure.Phase;
import io.narthex.httpclient.HttpStatus;
import io.narthex.httpclient.Urls;
import io.narthex.httpclient.internal.proxy.ProxyEndpoint;
import io.narthex.httpclient.internal.transport.Exchange.Stage;
import io.narthex.spi.config.Durations;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;

/** Phases and words for what goes wrong between the two sides. */
final class FailureWords {

  private static final String SLOW = "; check the address, and whether a firewall drops packets";

  private FailureWords() {}

  static HttpFailure describe(Throwable failure, Stage stage, Outgoing call, TransportKey key) {
    ProxyEndpoint proxy = key.proxy();
    String whom = proxy == null ? "" : "the proxy " + proxy + ": ";
    String host = proxy == null ? Urls.host(call.uri()) : proxy.host();
    if (find(failure, HttpResponseException.class) instanceof HttpResponseException refused
        && proxy != null
        && stage == Stage.CONNECTING) {
      return proxyRefused(refused, proxy, call);
    }
    if (find(failure, UnknownHostException.class) != null
        || find(failure, UnresolvedAddressException.class) != null) {
      return failure(
          Phase.RESOLVE, whom + "no such host: " + host + "; check the name and the DNS", failure);
    }
    if (find(failure, SSLException.class) instanceof SSLException tls) {
      return failure(Phase.TLS, TlsWords.describe(tls, call, key), failure);
    }
    String time = Durations.format(call.patience());
    if (failure instanceof SocketTimeoutException) {
      return timeout(Phase.CONNECT, whom + "no connection within " + time + SLOW, failure);
    }
    if (failure instanceof TimeoutException) {
      return switch (stage) {
        case CONNECTING ->
            timeout(Phase.CONNECT, whom + "no connection within " + time + SLOW, failure);
        case SENDING ->
            call.secure()
                ? timeout(Phase.TLS, "TLS was not agreed on within " + time, failure)
                : timeout(Phase.HEAD, "the request could not be sent within " + time, failure);
        case WAITING -> timeout(Phase.HEAD, "no complete answer within " + time, failure);
        case READING ->
            timeout(
                Phase.BODY, "no complete answer within " + time + "; the body is slow", failure);
      };
    }
    boolean connected =
        failure instanceof EOFException
            || failure instanceof ClosedChannelException
            || failure instanceof SocketException
                && !(failure instanceof ConnectException)
                && !(failure instanceof NoRouteToHostException);
    if (call.secure()
        && connected
        && (stage == Stage.SENDING || stage == Stage.CONNECTING && proxy == null)) {
      return failure(
          Phase.TLS,
          "the server closed the connection while TLS was agreed on; if it wants a client"
              + " certificate, give tls_config.cert_file and key_file",
          failure);
    }
    if (stage == Stage.CONNECTING) {
      return failure(Phase.CONNECT, whom + unconnected(failure, proxy, call), failure);
    }
    Phase phase = stage == Stage.READING ? Phase.BODY : Phase.HEAD;
    return failure(phase, unanswered(failure, stage, call), failure);
  }

  private static HttpFailure proxyRefused(
      HttpResponseException refused, ProxyEndpoint proxy, Outgoing call) {
    int status = refused.getResponse() == null ? 0 : refused.getResponse().getStatus();
    String remedy =
        status == 407
            ? "; give user and password in proxy_url, or what it asks for in proxy_connect_header"
            : "; check its rules";
    return failure(
        Phase.PROXY,
        "the proxy "
            + proxy
            + " refused to connect to "
            + call.uri().getAuthority()
            + " with HTTP status "
            + HttpStatus.text(status)
            + remedy,
        refused);
  }

  private static String unconnected(
      Throwable failure, @Nullable ProxyEndpoint proxy, Outgoing call) {
    if (find(failure, NoRouteToHostException.class) != null) {
      return "no route to the host; check the address and the network";
    }
    if (find(failure, ConnectException.class) instanceof ConnectException refused) {
      String message = refused.getMessage();
      return message == null || message.startsWith("Connection refused")
          ? "connection refused; check the address, and whether the server runs"
          : message;
    }
    if (proxy != null && (failure instanceof IOException)) {
      return "it did not connect to "
          + call.uri().getAuthority()
          + (failure.getMessage() == null ? "" : ": " + failure.getMessage());
    }
    return text(failure);
  }

  private static String unanswered(Throwable failure, Stage stage, Outgoing call) {
    if (failure instanceof EOFException || failure instanceof ClosedChannelException) {
      return stage == Stage.READING
          ? "the server closed the connection before the end of the body"
          : "the server closed the connection without an answer";
    }
    if (failure instanceof HttpException
        || failure instanceof HttpResponseException
        || failure instanceof IllegalArgumentException) {
      // The message of Jetty's wrapper is a dump of its connection.
      Throwable fault = failure.getCause() == null ? failure : failure.getCause();
      String detail = fault instanceof HttpResponseException ? "" : " (" + text(fault) + ")";
      return stage == Stage.READING
          ? "the body breaks HTTP" + detail
          : "the answer is not HTTP"
              + detail
              + (call.secure() ? "" : "; perhaps the scheme must be https");
    }
    return text(failure);
  }

  private static String text(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  static @Nullable Throwable find(Throwable failure, Class<? extends Throwable> type) {
    int depth = 0;
    for (Throwable t = failure; t != null && depth < 20; t = t.getCause()) {
      if (type.isInstance(t)) {
        return t;
      }
      depth++;
    }
    return null;
  }

  private static HttpFailure failure(Phase phase, String message, Throwable cause) {
    return new HttpFailure(phase, message, false, cause);
  }

  private static HttpFailure timeout(Phase phase, String message, Throwable cause) {
    return new HttpFailure(phase, message, true, cause);
  }
}
