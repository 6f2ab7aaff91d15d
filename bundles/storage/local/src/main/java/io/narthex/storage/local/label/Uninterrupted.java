// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for something short that must end before anything else can go on, or be closed. */
final class Uninterrupted {

  private Uninterrupted() {}

  /** Returns the result; an interrupt meanwhile is kept for the caller. */
  static <T> T get(Future<T> future) throws ExecutionException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
