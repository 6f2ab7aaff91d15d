// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import io.narthex.plugins.CallOutcome;
import io.narthex.plugins.CallOutcome.Failed;
import io.narthex.plugins.CallOutcome.Returned;
import io.narthex.plugins.Plugin;
import io.narthex.plugins.PluginCallException;
import io.narthex.plugins.PluginListener;
import io.narthex.plugins.PluginRegistry;
import io.narthex.plugins.internal.PluginEntry.Phase;
import io.narthex.spi.plugin.PluginFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry: follows the factory services, decides which one serves a type, tells the listeners
 * and guards calls.
 *
 * <p>Everything that changes happens on one thread, the dispatcher's, in the order in which it was
 * asked for. Each listener is told on a thread of its own, in the same order; so a slow one (a
 * storage engine that replays its log) keeps nobody else waiting. A plug-in whose bundle is
 * {@linkplain #hold held} is looked at but not handed out: that is how a bundle is on trial before
 * the core sees anything of it.
 */
@Component(service = {PluginRegistry.class, LivePlugins.class})
public final class LivePlugins implements PluginRegistry {

  private static final Logger LOG = LoggerFactory.getLogger(LivePlugins.class);

  private final BundleContext context;
  private final PluginSettings settings;
  private final CallStatistics statistics = new CallStatistics();
  private final GuardedCalls calls = new GuardedCalls(statistics);
  private final Dispatcher dispatcher = new Dispatcher("plugins-dispatch");
  private final List<PluginEntry> entries = new CopyOnWriteArrayList<>();
  private final List<Listening<?>> listeners = new ArrayList<>();
  private final Set<Long> held = ConcurrentHashMap.newKeySet();
  private final ServiceTracker<Object, ServiceReference<?>> tracker;
  private volatile Runnable onChange = () -> {};

  private record Listening<F extends PluginFactory<?>>(
      PluginKind kind, PluginListener<F> listener, Dispatcher thread) {}

  /** Begins to follow the factories. */
  @Activate
  public LivePlugins(BundleContext context) {
    this(context, PluginSettings.read(context::getProperty));
  }

  LivePlugins(BundleContext context, PluginSettings settings) {
    this.context = context;
    this.settings = settings;
    String filter =
        Arrays.stream(PluginKind.values())
            .map(k -> "(" + Constants.OBJECTCLASS + "=" + k.factory().getName() + ")")
            .collect(Collectors.joining("", "(|", ")"));
    try {
      tracker = new ServiceTracker<>(context, FrameworkUtil.createFilter(filter), new Follower());
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("BUG: " + filter, e);
    }
    tracker.open();
  }

  /** Takes all plug-ins back from the listeners, and ends. */
  @Deactivate
  public void close() {
    tracker.close();
    dispatcher.run(() -> listeners.forEach(l -> l.thread.close()));
    dispatcher.close();
  }

  @Override
  public <F extends PluginFactory<?>> Registration listen(
      Class<F> kind, PluginListener<F> listener) {
    PluginKind wanted = PluginKind.of(kind);
    Listening<F> listening =
        new Listening<>(wanted, listener, new Dispatcher("plugins-listener-" + wanted.label()));
    dispatcher.run(
        () -> {
          listeners.add(listening);
          for (PluginEntry entry : entries) {
            if (entry.is(Phase.LIVE)) {
              tell(listening, entry, true);
            }
          }
        });
    return () ->
        dispatcher.run(
            () -> {
              listeners.remove(listening);
              listening.thread.close();
            });
  }

  @Override
  public <F extends PluginFactory<?>> Optional<Plugin<F>> find(Class<F> kind, String type) {
    PluginKind wanted = PluginKind.of(kind);
    for (PluginEntry entry : entries) {
      if (entry.serves(wanted, type)) {
        return Optional.of(typed(entry));
      }
    }
    return Optional.empty();
  }

  @Override
  public <T extends @Nullable Object> T call(
      Plugin<?> plugin, String operation, Duration deadline, Callable<T> call)
      throws PluginCallException, InterruptedException {
    CallOutcome<T> outcome;
    try {
      outcome = new Returned<>(calls.call(plugin, operation, deadline, call));
    } catch (PluginCallException e) {
      outcome = new Failed<>(e);
    }
    note(plugin, operation, deadline, outcome);
    return outcome.get();
  }

  @Override
  public <T extends @Nullable Object> void call(
      Plugin<?> plugin,
      String operation,
      Duration deadline,
      Callable<T> call,
      Consumer<CallOutcome<T>> then) {
    calls.call(
        plugin,
        operation,
        deadline,
        call,
        outcome -> {
          note(plugin, operation, deadline, outcome);
          then.accept(outcome);
        });
  }

  @Override
  public void stillOverdue(Plugin<?> plugin, String operation, Duration deadline) {
    PluginEntry entry = entry(plugin);
    if (entry != null) {
      overran(entry, operation, deadline);
    }
  }

  private void note(Plugin<?> plugin, String operation, Duration deadline, CallOutcome<?> outcome) {
    PluginEntry entry = entry(plugin);
    if (entry == null) {
      return;
    }
    switch (outcome) {
      case Returned<?> _ -> entry.returned(false);
      case Failed<?> failed when failed.reason().timedOut() -> overran(entry, operation, deadline);
      case Failed<?> _ -> entry.returned(true);
    }
  }

  private void overran(PluginEntry entry, String operation, Duration deadline) {
    int inRow = entry.overran();
    if (inRow >= settings.quarantineAfter()) {
      dispatcher.run(
          () -> {
            if (entry.is(Phase.LIVE)) {
              String reason =
                  inRow
                      + " calls in a row overran their deadline, the last of them \""
                      + operation
                      + "\" with "
                      + GuardedCalls.words(deadline)
                      + "; touch or replace the jar to try it again";
              LOG.warn("{} {} is quarantined: {}", entry.kind().label(), entry.type(), reason);
              var unused = takeBack(entry, Phase.QUARANTINED, reason);
            }
          });
    }
  }

  /** Returns what was counted. */
  CallStatistics statistics() {
    return statistics;
  }

  /** Sets what is called, on the registry's thread, when an entry has come, changed or gone. */
  void onChange(Runnable action) {
    onChange = action;
  }

  /** Returns the factories of a bundle. */
  List<PluginEntry> entries(Bundle bundle) {
    return entries.stream().filter(e -> e.bundle().equals(bundle)).toList();
  }

  /** Returns who serves a type. */
  Optional<PluginEntry> serving(PluginKind kind, String type) {
    return entries.stream().filter(e -> e.serves(kind, type)).findFirst();
  }

  /** Completes when all listeners have dealt with what they have been told of till now. */
  CompletableFuture<Void> whenTold() {
    CompletableFuture<Void> told = new CompletableFuture<>();
    dispatcher.run(
        () -> all(listeners.stream().map(l -> l.thread.run(() -> {}))).thenAccept(told::complete));
    return told;
  }

  /** Looks at the factories of a bundle, but hands none out until it is {@link #admit}ted. */
  void hold(Bundle bundle) {
    held.add(bundle.getBundleId());
  }

  /** Hands the factories of a bundle out. */
  void admit(Bundle bundle) {
    held.remove(bundle.getBundleId());
    dispatcher.run(
        () -> {
          for (PluginEntry entry : entries(bundle)) {
            elect(entry.kind(), entry.type());
          }
        });
  }

  /**
   * Takes the factories of a bundle back and holds it. Returns when all listeners have let go, or
   * the time for that is up.
   */
  void withdraw(Bundle bundle) {
    hold(bundle);
    CompletableFuture<Void> letGo = new CompletableFuture<>();
    dispatcher.run(
        () ->
            all(entries(bundle).stream().map(e -> takeBack(e, Phase.READY, "")))
                .thenAccept(letGo::complete));
    await(bundle, letGo);
  }

  private void await(Bundle bundle, CompletableFuture<Void> letGo) {
    try {
      letGo.get(settings.removalTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn(
          "plug-in {} is still in use after {}; it is stopped all the same",
          bundle.getSymbolicName(),
          GuardedCalls.words(settings.removalTimeout()));
    } catch (ExecutionException e) {
      throw new IllegalStateException("BUG: the dispatcher's work never fails", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static CompletableFuture<Void> all(Stream<CompletableFuture<Void>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
  }

  /** Forgets that a bundle is held; it was uninstalled. */
  void release(Bundle bundle) {
    held.remove(bundle.getBundleId());
  }

  private final class Follower implements ServiceTrackerCustomizer<Object, ServiceReference<?>> {

    @Override
    public ServiceReference<?> addingService(ServiceReference<Object> reference) {
      // Not here: this is the thread of whoever registers, and making the factory runs its code.
      dispatcher.run(() -> arrive(reference));
      return reference;
    }

    @Override
    public void modifiedService(ServiceReference<Object> reference, ServiceReference<?> same) {
      // A factory's properties mean nothing to us.
    }

    @Override
    public void removedService(ServiceReference<Object> reference, ServiceReference<?> same) {
      // Here, because the plug-in's component is taken down when this returns.
      Bundle bundle = reference.getBundle();
      CompletableFuture<Void> letGo = new CompletableFuture<>();
      dispatcher.run(() -> depart(reference).thenAccept(letGo::complete));
      if (bundle != null) {
        await(bundle, letGo);
      }
    }
  }

  private void arrive(ServiceReference<Object> reference) {
    Bundle bundle = reference.getBundle();
    if (bundle == null) {
      return;
    }
    for (String service : (String[]) reference.getProperty(Constants.OBJECTCLASS)) {
      PluginKind.ofService(service)
          .ifPresent(
              kind -> {
                PluginEntry entry = new PluginEntry(reference, kind, bundle);
                entries.add(entry);
                onChange.run();
                // Making the factory may hang, so it is done aside.
                Thread.ofVirtual()
                    .name("plugins-open-" + bundle.getSymbolicName())
                    .start(() -> open(entry, reference));
              });
    }
  }

  private void open(PluginEntry entry, ServiceReference<Object> reference) {
    try {
      Plugin<PluginFactory<?>> found = open(reference, entry.kind(), entry.bundle());
      dispatcher.run(
          () -> {
            Optional<String> objection = objection(entry.kind(), found);
            if (objection.isPresent()) {
              entry.become(Phase.FAILED, objection.get());
            } else {
              entry.sound(found);
              elect(entry.kind(), entry.type());
            }
            onChange.run();
          });
    } catch (PluginCallException e) {
      dispatcher.run(
          () -> {
            entry.become(Phase.FAILED, String.valueOf(e.getMessage()));
            onChange.run();
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<String> objection(PluginKind kind, Plugin<PluginFactory<?>> plugin) {
    return listeners.stream()
        .filter(l -> l.kind == kind)
        .map(l -> objection(l, plugin))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The kinds have been compared, so the factory is an F. */
  @SuppressWarnings("unchecked")
  private static <F extends PluginFactory<?>> Optional<String> objection(
      Listening<F> listening, Plugin<PluginFactory<?>> plugin) {
    return listening.listener.objection((Plugin<F>) (Plugin<?>) plugin);
  }

  /** Makes the factory and asks it for its constants. */
  private Plugin<PluginFactory<?>> open(
      ServiceReference<Object> reference, PluginKind kind, Bundle bundle)
      throws PluginCallException, InterruptedException {
    return calls.run(
        kind.label() + " of " + bundle.getSymbolicName() + ": its factory",
        null,
        settings.startTimeout(),
        () -> {
          Object service = context.getService(reference);
          if (!(service instanceof PluginFactory<?> factory)) {
            throw new IllegalStateException("its component could not be made");
          }
          String type = factory.type();
          if (type == null || !type.matches("[a-z0-9_]+")) {
            throw new IllegalStateException(
                "type() returned \"" + type + "\"; lower case letters, digits and _ are allowed");
          }
          if (factory.configuration() == null) {
            throw new IllegalStateException("configuration() returned no record");
          }
          return new Plugin<>(
              kind.label(),
              type,
              factory,
              bundle.getSymbolicName(),
              bundle.getVersion().toString());
        });
  }

  private CompletableFuture<Void> depart(ServiceReference<Object> reference) {
    List<PluginEntry> leaving =
        entries.stream().filter(e -> e.reference().equals(reference)).toList();
    // First out of the list, so that the election does not find them again.
    entries.removeAll(leaving);
    return all(leaving.stream().map(e -> takeBack(e, Phase.READY, "")))
        .thenRun(() -> context.ungetService(reference));
  }

  /** When nobody serves the type, the oldest one that can, does. */
  private void elect(PluginKind kind, String type) {
    if (serving(kind, type).isPresent()) {
      return;
    }
    entries.stream()
        .filter(e -> e.kind() == kind && e.is(Phase.READY) && e.type().equals(type))
        .filter(e -> !held.contains(e.bundle().getBundleId()))
        .min(
            Comparator.comparingLong((PluginEntry e) -> e.bundle().getBundleId())
                .thenComparingLong(PluginEntry::serviceId))
        .ifPresent(
            chosen -> {
              chosen.become(Phase.LIVE, "");
              listeners.forEach(l -> tell(l, chosen, true));
              onChange.run();
            });
  }

  /** Takes an entry back if it is live; completes when all listeners have let go. */
  private CompletableFuture<Void> takeBack(PluginEntry entry, Phase phase, String reason) {
    if (!entry.is(Phase.LIVE)) {
      onChange.run();
      return CompletableFuture.completedFuture(null);
    }
    entry.become(phase, reason);
    CompletableFuture<Void> letGo = all(listeners.stream().map(l -> tell(l, entry, false)));
    elect(entry.kind(), entry.type());
    onChange.run();
    return letGo;
  }

  private static <F extends PluginFactory<?>> CompletableFuture<Void> tell(
      Listening<F> listening, PluginEntry entry, boolean added) {
    if (entry.kind() != listening.kind) {
      return CompletableFuture.completedFuture(null);
    }
    Plugin<F> plugin = typed(entry);
    return listening.thread.run(
        () -> {
          if (added) {
            listening.listener.added(plugin);
          } else {
            listening.listener.removed(plugin);
          }
        });
  }

  /** The entry's kind has been compared, so the factory is an F. */
  @SuppressWarnings("unchecked")
  private static <F extends PluginFactory<?>> Plugin<F> typed(PluginEntry entry) {
    Plugin<PluginFactory<?>> plugin = entry.plugin();
    if (plugin == null) {
      throw new IllegalStateException("BUG: a live entry without a plug-in");
    }
    return (Plugin<F>) (Plugin<?>) plugin;
  }

  private @Nullable PluginEntry entry(Plugin<?> plugin) {
    for (PluginEntry entry : entries) {
      Plugin<PluginFactory<?>> known = entry.plugin();
      if (known != null && known.factory() == plugin.factory()) {
        return entry;
      }
    }
    return null;
  }
}
