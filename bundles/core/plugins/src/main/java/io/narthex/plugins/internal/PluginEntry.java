// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import io.narthex.plugins.Plugin;
import io.narthex.spi.plugin.PluginFactory;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * One factory service and what has become of it. Changed on the registry's thread only; read by
 * any.
 */
final class PluginEntry {

  /** Where the factory is on its way. */
  enum Phase {
    /** Registered, not looked at yet. */
    NEW,
    /** It could not be made, or does not keep the contract. */
    FAILED,
    /** Sound, but not handed out: its bundle is held back, or another one serves its type. */
    READY,
    /** Handed out. */
    LIVE,
    /** Taken back because it hung too often. */
    QUARANTINED
  }

  /** A phase with its reason. */
  record Condition(Phase phase, String reason, Instant since) {}

  private final ServiceReference<?> reference;
  private final PluginKind kind;
  private final Bundle bundle;
  private final AtomicLong failures = new AtomicLong();
  private final AtomicInteger overruns = new AtomicInteger();
  private volatile Condition condition = new Condition(Phase.NEW, "", Instant.now());
  private volatile @Nullable Plugin<PluginFactory<?>> plugin;

  PluginEntry(ServiceReference<?> reference, PluginKind kind, Bundle bundle) {
    this.reference = reference;
    this.kind = kind;
    this.bundle = bundle;
  }

  ServiceReference<?> reference() {
    return reference;
  }

  PluginKind kind() {
    return kind;
  }

  Bundle bundle() {
    return bundle;
  }

  /** Returns the registration's number, which tells older from newer. */
  long serviceId() {
    return (Long) reference.getProperty(Constants.SERVICE_ID);
  }

  /** Returns the plug-in once it was found sound. */
  @Nullable Plugin<PluginFactory<?>> plugin() {
    return plugin;
  }

  /** Returns the type, or the empty text while it is not known. */
  String type() {
    Plugin<PluginFactory<?>> known = plugin;
    return known == null ? "" : known.type();
  }

  Condition condition() {
    return condition;
  }

  boolean is(Phase phase) {
    return condition.phase == phase;
  }

  boolean serves(PluginKind ofKind, String type) {
    return kind == ofKind && is(Phase.LIVE) && type().equals(type);
  }

  void sound(Plugin<PluginFactory<?>> found) {
    plugin = found;
    become(Phase.READY, "");
  }

  void become(Phase phase, String reason) {
    condition = new Condition(phase, reason, Instant.now());
  }

  /** Returns the failed calls so far. */
  long failures() {
    return failures.get();
  }

  /** Notes a call that returned. */
  void returned(boolean failed) {
    overruns.set(0);
    if (failed) {
      failures.incrementAndGet();
    }
  }

  /**
   * Notes a call that overran its deadline.
   *
   * @return how many did in a row
   */
  int overran() {
    failures.incrementAndGet();
    return overruns.incrementAndGet();
  }
}
