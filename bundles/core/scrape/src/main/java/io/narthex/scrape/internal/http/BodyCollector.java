// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.http;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Collects a body into a buffer. Its result is true, or false when the body was larger than allowed
 * and was not read to its end. One that was {@linkplain #abandon abandoned} no longer touches the
 * buffer.
 */
final class BodyCollector implements BodySubscriber<Boolean> {

  private final CompletableFuture<Boolean> result = new CompletableFuture<>();
  private final BodyBuffer buffer;
  private @Nullable Subscription subscription;
  private boolean done;

  BodyCollector(BodyBuffer buffer) {
    this.buffer = buffer;
  }

  /** Stops collecting; the buffer can be used for something else when this returns. */
  synchronized void abandon() {
    done = true;
    if (subscription != null) {
      subscription.cancel();
    }
  }

  @Override
  public CompletionStage<Boolean> getBody() {
    return result;
  }

  @Override
  public synchronized void onSubscribe(Subscription given) {
    subscription = given;
    given.request(Long.MAX_VALUE);
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> parts) {
    for (ByteBuffer part : parts) {
      if (done) {
        return;
      }
      if (!buffer.add(part)) {
        abandon();
        result.complete(false);
      }
    }
  }

  @Override
  public synchronized void onError(Throwable failure) {
    done = true;
    result.completeExceptionally(failure);
  }

  @Override
  public synchronized void onComplete() {
    done = true;
    result.complete(true);
  }
}
