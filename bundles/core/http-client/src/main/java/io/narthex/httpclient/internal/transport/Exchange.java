// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.transport;

import io.narthex.httpclient.BodySink;
import io.narthex.httpclient.HttpAnswer;
import io.narthex.httpclient.HttpFailure;
import java.io.EOFException;
import java.io.Serial;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.jspecify.annotations.Nullable;

/** One request and its answer: watches how far it came, and hands the body on. */
final class Exchange {

  /** A body that nobody wants is read up to here, so that the connection can be used again. */
  private static final long DISCARDED = 64 << 10;

  /** Jetty ends a request when its time is up; a little later it is given up regardless. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** How far a request came. */
  enum Stage {
    /** There is no connection yet. */
    CONNECTING,
    /** There is one, and the head is being sent; with TLS, hands are shaken. */
    SENDING,
    /** The head was sent. */
    WAITING,
    /** The head of the answer is there. */
    READING
  }

  /** Ends an exchange whose body is not wanted any further. */
  private static final class Enough extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    Enough() {
      super("no more of the body is wanted", null, false, false);
    }
  }

  private final Outgoing call;
  private final TransportKey key;
  private final Duration timeout;
  private final BodySink sink;
  private final CompletableFuture<HttpAnswer> result = new CompletableFuture<>();
  private volatile Stage stage = Stage.CONNECTING;
  private boolean done;
  private boolean wanted = true;
  private long discarded;
  private @Nullable ReceivedHead head;

  Exchange(Outgoing call, TransportKey key, Duration timeout, BodySink sink) {
    this.call = call;
    this.key = key;
    this.timeout = timeout;
    this.sink = sink;
  }

  /** Sends the request and waits for the answer. */
  HttpAnswer await(Request request) throws HttpFailure, InterruptedException {
    request
        .onRequestBegin(sent -> stage = Stage.SENDING)
        .onRequestCommit(sent -> stage = stage == Stage.SENDING ? Stage.WAITING : stage)
        .onResponseHeaders(this::begin)
        .onResponseContent(this::add)
        .send(this::complete);
    try {
      return result.get(timeout.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw FailureWords.describe(cause, stage, call, key);
    } catch (TimeoutException e) {
      throw FailureWords.describe(e, stage, call, key);
    } finally {
      if (abandon()) {
        request.abort(new Enough());
      }
    }
  }

  /** Returns whether the exchange was still going on; from now on the sink is left alone. */
  private synchronized boolean abandon() {
    boolean first = !done;
    done = true;
    return first;
  }

  private synchronized void begin(Response response) {
    stage = Stage.READING;
    ReceivedHead received = new ReceivedHead(response, call.uri(), true);
    head = received;
    if (!done) {
      wanted = sink.begin(received);
    }
  }

  private synchronized void add(Response response, ByteBuffer part) {
    if (done) {
      return;
    }
    if (wanted) {
      if (sink.add(part)) {
        return;
      }
    } else {
      discarded += part.remaining();
      part.position(part.limit());
      if (discarded <= DISCARDED) {
        return;
      }
    }
    done = true;
    result.complete(new ReceivedHead(response, call.uri(), false));
    response.abort(new Enough());
  }

  private synchronized void complete(Result ended) {
    if (done) {
      return;
    }
    done = true;
    ReceivedHead received = head;
    if (ended.isFailed() || received == null) {
      Throwable failure = ended.getFailure();
      result.completeExceptionally(failure == null ? new EOFException("no answer") : failure);
    } else {
      result.complete(wanted ? received : new ReceivedHead(ended.getResponse(), call.uri(), false));
    }
  }

  /** Returns whether the same request may go well over another connection. */
  boolean mayHaveHitClosedConnection(HttpFailure failure) {
    Throwable cause = failure.getCause();
    if (!call.idempotent() || failure.timeout()) {
      return false;
    }
    return switch (stage) {
      // An end is read from a connection that there was, and of which the request was not told yet.
      case CONNECTING -> cause instanceof EOFException;
      case SENDING, WAITING ->
          cause instanceof EOFException
              || cause instanceof ClosedChannelException
              || cause instanceof SocketException;
      case READING -> false;
    };
  }
}
