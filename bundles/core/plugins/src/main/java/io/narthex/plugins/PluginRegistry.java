// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins;

import io.narthex.spi.plugin.PluginFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The plug-ins that are live, and the only way to call them. An OSGi service; safe for several
 * threads.
 */
public interface PluginRegistry {

  /**
   * Listens to plug-ins of one kind until the returned handle is closed.
   *
   * <p>When two bundles bring the same type, the listener hears of the one that serves; when that
   * one goes, of the other.
   *
   * @param kind the factory interface, {@code ExporterFactory.class} for instance
   */
  <F extends PluginFactory<?>> Registration listen(Class<F> kind, PluginListener<F> listener);

  /**
   * Returns the live plug-in of a kind and type. When two bundles bring the same type, the older
   * one serves until it goes.
   */
  <F extends PluginFactory<?>> Optional<Plugin<F>> find(Class<F> kind, String type);

  /**
   * Calls into a plug-in, on a virtual thread with a deadline. Time and failures are counted for
   * the plug-in; one that repeatedly overruns its deadline is quarantined.
   *
   * @param plugin whose code is called
   * @param operation what is done, a word for metrics and messages, {@code collect} for instance
   * @param deadline how long it may take; the thread is interrupted afterwards and the call
   *     abandoned
   * @param call the code
   * @return what the call returned
   * @throws PluginCallException when the call threw or overran; its message is fit for operators
   * @throws InterruptedException when the caller is interrupted; the call is interrupted too
   */
  <T extends @Nullable Object> T call(
      Plugin<?> plugin, String operation, Duration deadline, Callable<T> call)
      throws PluginCallException, InterruptedException;

  /**
   * Calls into a plug-in on the caller's own thread where the registry can, for calls that are so
   * frequent that handing each to another thread costs more than the call. Otherwise as the other
   * {@code call}.
   *
   * @param then told what came of the call, once: on the caller's thread when the call ends in
   *     time; on another one at the deadline, when the call may still hold the caller's
   * @throws InterruptedException when the caller is interrupted before the outcome is told
   */
  default <T extends @Nullable Object> void call(
      Plugin<?> plugin,
      String operation,
      Duration deadline,
      Callable<T> call,
      Consumer<CallOutcome<T>> then)
      throws InterruptedException {
    CallOutcome<T> outcome;
    try {
      outcome = new CallOutcome.Returned<>(call(plugin, operation, deadline, call));
    } catch (PluginCallException e) {
      outcome = new CallOutcome.Failed<>(e);
    }
    then.accept(outcome);
  }

  /**
   * Says that a call that overran its deadline has not ended when it should be made again, and is
   * not made therefore. It counts as one more call that overran.
   */
  default void stillOverdue(Plugin<?> plugin, String operation, Duration deadline) {}

  /** Ends listening. */
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
