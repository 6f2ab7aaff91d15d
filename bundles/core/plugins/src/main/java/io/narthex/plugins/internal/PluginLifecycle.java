// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import io.narthex.plugins.internal.FolderWatcher.Look;
import io.narthex.plugins.internal.Health.Verdict;
import io.narthex.plugins.internal.PluginUnit.Refusal;
import io.narthex.plugins.internal.PluginUnit.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to a jar in a plug-in folder.
 *
 * <ul>
 *   <li><b>It comes</b>: copied, {@linkplain JarInspector inspected}, installed, started, and put
 *       on trial: its factories are made but not handed out. Healthy, it is handed out and its copy
 *       becomes the last good one. What fails is uninstalled and refused; what only waits for a
 *       service stays and says so.
 *   <li><b>It changes</b>: inspected first, while the running one goes on. Then the users of the
 *       running one let go of it, and the same bundle is updated and started. When it is not
 *       healthy in time, the last good copy comes back, and the file is refused with the reason.
 *   <li><b>It goes</b>: its users let go of it, and it is uninstalled with its copy.
 *   <li><b>It has another's symbolic name</b>: in the same folder, the one that is running stays
 *       and the other is refused. Between the folders, the operator's own wins when its version is
 *       higher, and the distribution's comes back when that one goes or fails.
 * </ul>
 *
 * <p>Used by one thread.
 */
final class PluginLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(PluginLifecycle.class);

  private final BundleContext context;
  private final PluginSettings settings;
  private final FolderWatcher watcher;
  private final JarStore store;
  private final LivePlugins live;
  private final Health health;
  private final JarInspector inspector = new JarInspector();
  private final Deployer deployer;
  private final Map<JarKey, PluginUnit> units = new TreeMap<>();
  private boolean unsettled;
  private boolean starting;
  private boolean pruned;

  PluginLifecycle(
      BundleContext context,
      PluginSettings settings,
      FolderWatcher watcher,
      JarStore store,
      LivePlugins live,
      Health health) {
    this.context = context;
    this.settings = settings;
    this.watcher = watcher;
    this.store = store;
    this.live = live;
    this.health = health;
    this.deployer = new Deployer(context, settings.startTimeout(), LinkedJars.of(context));
  }

  /** Removes what an earlier life left behind. */
  void begin() {
    deployer.clear();
  }

  /** Looks at the folders and does what follows. */
  void step() {
    Look look = watcher.look();
    unsettled = look.unsettled();
    if (!pruned && look.complete()) {
      prune(look);
    }
    for (JarKey key : look.gone()) {
      PluginUnit unit = units.remove(key);
      if (unit != null) {
        gone(unit);
      }
    }
    if (!look.settled().isEmpty()) {
      DryResolve offer = new DryResolve(context);
      // The operator's folder first, so that at a start nothing is started only to be replaced.
      look.settled().entrySet().stream()
          .sorted(
              Comparator.comparingInt((Map.Entry<JarKey, JarStamp> e) -> -e.getKey().folder())
                  .thenComparing(e -> e.getKey().fileName()))
          .forEach(
              e ->
                  changed(units.computeIfAbsent(e.getKey(), PluginUnit::new), e.getValue(), offer));
    }
    starting = false;
    List.copyOf(units.values()).forEach(this::judge);
    reconsider();
  }

  /** Forgets the good copies of jars that went while the process was down. */
  private void prune(Look look) {
    pruned = true;
    try {
      store.retain(look.here());
    } catch (IOException e) {
      LOG.debug("copies of jars that are gone stay", e);
    }
  }

  /** Stops what runs, the last one first. */
  void end() {
    List<PluginUnit> all = new ArrayList<>(units.values());
    for (PluginUnit unit : all.reversed()) {
      if (unit.running != null) {
        live.withdraw(unit.running.bundle());
        deployer.stop(unit.running.bundle());
      }
    }
  }

  /** Returns whether a jar has not settled yet. */
  boolean unsettled() {
    return unsettled;
  }

  /** Returns whether a bundle is on trial. */
  boolean onTrial() {
    return units.values().stream().anyMatch(u -> u.trialUntil != null);
  }

  /** Returns whether a bundle on trial is just being started, rather than waiting for something. */
  boolean starting() {
    return starting;
  }

  /** Returns what others may see. */
  List<PluginUnit.View> views() {
    return units.values().stream().map(PluginUnit::view).toList();
  }

  private void gone(PluginUnit unit) {
    undeploy(unit);
    discardDeclined(unit);
    store.forget(unit.key);
    LOG.info("plug-in {} was removed", unit.key.fileName());
  }

  private void changed(PluginUnit unit, JarStamp stamp, DryResolve offer) {
    Path file = watcher.path(unit.key);
    discardDeclined(unit);
    try {
      Optional<Path> copied = store.copy(file, stamp);
      if (copied.isEmpty()) {
        watcher.forget(unit.key);
        return;
      }
      Path copy = copied.get();
      boolean verified = store.isGood(unit.key, copy);
      if (verified) {
        store.discard(copy);
        copy = store.good(unit.key).orElseThrow();
      } else {
        recallGood(unit, offer);
      }
      try {
        place(unit, inspector.inspect(copy, verified, offer));
      } catch (UnsoundJarException e) {
        BundleManifest manifest = inspector.describe(copy);
        if (!verified) {
          store.discard(copy);
        }
        refuse(
            unit,
            e.reason(),
            manifest == null ? "" : manifest.symbolicName(),
            manifest == null ? "" : manifest.version().toString());
        fallBack(unit);
      }
    } catch (IOException e) {
      refuse(unit, "it cannot be copied: " + e, "", "");
      fallBack(unit);
    } catch (RuntimeException e) {
      // One jar must not keep the others from being looked at.
      LOG.error("BUG: plug-in {} could not be dealt with", unit.key.fileName(), e);
      refuse(unit, "an internal error, see the log: " + e, "", "");
    }
  }

  /** After a restart, the good copy of a former process counts when it is still fit. */
  private void recallGood(PluginUnit unit, DryResolve offer) {
    if (unit.good != null || unit.running != null) {
      return;
    }
    Optional<Path> kept = store.good(unit.key);
    if (kept.isPresent()) {
      try {
        unit.good = inspector.inspect(kept.get(), true, offer);
      } catch (UnsoundJarException e) {
        LOG.debug("the last good copy of {} is of no use: {}", unit.key.fileName(), e.reason());
      }
    }
  }

  /** Installs a sound jar, unless another one with its symbolic name has the better right. */
  private void place(PluginUnit unit, BundleJar jar) {
    PluginUnit rival = rival(unit, jar);
    if (rival != null && rival.running != null) {
      BundleJar other = rival.running.jar();
      if (!wins(unit.key, jar, rival.key, other)) {
        unit.declined = jar;
        refuse(unit, jar, duplicate(unit, rival, jar));
        fallBack(unit);
        return;
      }
      undeploy(rival);
      rival.declined = other;
      refuse(rival, other, duplicate(rival, unit, other));
    }
    deploy(unit, jar);
  }

  private @Nullable PluginUnit rival(PluginUnit unit, BundleJar jar) {
    return units.values().stream()
        .filter(u -> u != unit && u.runs(jar.symbolicName()))
        .findFirst()
        .orElse(null);
  }

  /**
   * The operator's jar replaces the distribution's when its version is higher, else it does not.
   */
  private static boolean wins(JarKey key, BundleJar jar, JarKey otherKey, BundleJar other) {
    if (key.folder() == otherKey.folder()) {
      return false;
    }
    return key.folder() > otherKey.folder()
        ? jar.version().compareTo(other.version()) > 0
        : jar.version().compareTo(other.version()) >= 0;
  }

  private String duplicate(PluginUnit loser, PluginUnit winner, BundleJar jar) {
    String both =
        watcher.path(loser.key)
            + " and "
            + watcher.path(winner.key)
            + " are both the bundle "
            + jar.symbolicName();
    return loser.key.folder() == winner.key.folder()
        ? both + "; remove one of them"
        : both + "; the one in plugins.path serves when its version is higher, else the other";
  }

  private void deploy(PluginUnit unit, BundleJar jar) {
    unit.refusal = null;
    unit.declined = null;
    try {
      start(unit, jar);
      unit.trialUntil = Instant.now().plus(settings.healthTimeout());
      unit.unproven = true;
    } catch (DeployException e) {
      fail(unit, jar, e.reason());
    }
  }

  /** Brings a jar into its bundle, held back. */
  private void start(PluginUnit unit, BundleJar jar) throws DeployException {
    Bundle bundle;
    if (unit.runs(jar.symbolicName()) && unit.running != null) {
      bundle = unit.running.bundle();
      live.withdraw(bundle);
      deployer.stop(bundle);
      deployer.update(bundle, jar);
    } else {
      undeploy(unit);
      bundle = deployer.install(unit.key, jar);
      live.hold(bundle);
    }
    unit.running = new Running(bundle, jar, Instant.now());
    deployer.start(bundle);
  }

  private void judge(PluginUnit unit) {
    Running running = unit.running;
    if (running == null || !unit.unproven) {
      return;
    }
    Verdict verdict = health.judge(running.bundle());
    Instant trialUntil = unit.trialUntil;
    if (verdict instanceof Verdict.Healthy) {
      prove(unit, running);
      return;
    }
    if (trialUntil == null) {
      return;
    }
    boolean over = !Instant.now().isBefore(trialUntil);
    switch (verdict) {
      case Verdict.Healthy _ -> {}
      case Verdict.Failed(String reason) -> fail(unit, running.jar(), reason);
      case Verdict.Starting _ -> {
        starting = true;
        if (over) {
          endTrial(unit, running, "its factories do not come up");
        }
      }
      case Verdict.Waiting(String reason) -> {
        if (over) {
          endTrial(unit, running, reason);
        }
      }
    }
  }

  private void prove(PluginUnit unit, Running running) {
    unit.unproven = false;
    unit.trialUntil = null;
    live.admit(running.bundle());
    BundleJar jar = running.jar();
    try {
      jar = new BundleJar(store.keep(unit.key, jar.copy()), jar.manifest());
      unit.running = new Running(running.bundle(), jar, running.since());
      unit.good = jar;
    } catch (IOException e) {
      LOG.warn(
          "plug-in {} is live, but no copy of it can be kept to come back to: {}",
          unit.key.fileName(),
          e.toString());
    }
    LOG.info("plug-in {} is live: {} {}", unit.key.fileName(), jar.symbolicName(), jar.version());
  }

  private void endTrial(PluginUnit unit, Running running, String reason) {
    if (hasOtherGood(unit, running.jar())) {
      fail(
          unit,
          running.jar(),
          "it was not healthy within "
              + GuardedCalls.words(settings.healthTimeout())
              + ": "
              + reason);
      return;
    }
    // There is nothing to go back to: it may stay and wait.
    unit.trialUntil = null;
    live.admit(running.bundle());
    LOG.warn("plug-in {} waits: {}", unit.key.fileName(), reason);
  }

  private static boolean hasOtherGood(PluginUnit unit, BundleJar jar) {
    return unit.good != null && !unit.good.copy().equals(jar.copy());
  }

  /** The jar does not work: refuse it, and go back to the last good one. */
  private void fail(PluginUnit unit, BundleJar jar, String reason) {
    unit.trialUntil = null;
    unit.unproven = false;
    refuse(unit, jar, reason);
    if (!hasOtherGood(unit, jar)) {
      undeploy(unit);
      return;
    }
    restore(unit);
    store.discard(jar.copy());
  }

  /** Goes on with the last good one when nothing runs. */
  private void fallBack(PluginUnit unit) {
    if (unit.running == null && unit.good != null && rival(unit, unit.good) == null) {
      restore(unit);
    } else if (unit.running != null) {
      goesOn(unit, unit.running.jar());
    }
  }

  private void restore(PluginUnit unit) {
    BundleJar good = unit.good;
    if (good == null) {
      return;
    }
    try {
      start(unit, good);
      if (unit.running != null) {
        live.admit(unit.running.bundle());
      }
      goesOn(unit, good);
    } catch (DeployException e) {
      undeploy(unit);
      amend(unit, "version " + good.version() + " of before could not be started: " + e.reason());
    }
  }

  private void goesOn(PluginUnit unit, BundleJar good) {
    amend(unit, "version " + good.version() + " of before goes on");
  }

  private static void amend(PluginUnit unit, String more) {
    Refusal refusal = unit.refusal;
    if (refusal != null) {
      unit.refusal =
          new Refusal(
              refusal.reason() + "; " + more,
              refusal.symbolicName(),
              refusal.version(),
              refusal.since());
      LOG.warn("plug-in {}: {}", unit.key.fileName(), more);
    }
  }

  /** A jar that had to step back may serve now. */
  private void reconsider() {
    for (PluginUnit unit : List.copyOf(units.values())) {
      BundleJar jar = unit.declined;
      if (jar != null && rival(unit, jar) == null) {
        place(unit, jar);
        judge(unit);
      }
    }
  }

  private void undeploy(PluginUnit unit) {
    Running running = unit.running;
    if (running == null) {
      return;
    }
    unit.running = null;
    unit.trialUntil = null;
    unit.unproven = false;
    live.withdraw(running.bundle());
    deployer.remove(running.bundle());
    live.release(running.bundle());
  }

  private void refuse(PluginUnit unit, BundleJar jar, String reason) {
    refuse(unit, reason, jar.symbolicName(), jar.version().toString());
  }

  private void refuse(PluginUnit unit, String reason, String symbolicName, String version) {
    unit.refusal = new Refusal(reason, symbolicName, version, Instant.now());
    if (deployer.isEnding()) {
      LOG.debug("plug-in {} comes too late: {}", unit.key.fileName(), reason);
      return;
    }
    LOG.warn("plug-in {} is refused: {}", unit.key.fileName(), reason);
  }

  private void discardDeclined(PluginUnit unit) {
    BundleJar jar = unit.declined;
    if (jar != null) {
      unit.declined = null;
      if (unit.good == null || !unit.good.copy().equals(jar.copy())) {
        store.discard(jar.copy());
      }
    }
  }
}
