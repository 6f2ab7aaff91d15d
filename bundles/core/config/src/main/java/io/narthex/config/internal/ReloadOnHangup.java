// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import io.narthex.config.ConfigException;
import io.narthex.config.ConfigService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Reloads the configuration on SIGHUP, as every daemon of this field does. */
@Component(
    immediate = true,
    service = {})
public final class ReloadOnHangup {

  private static final Logger LOG = LoggerFactory.getLogger(ReloadOnHangup.class);
  private static final Signal HANGUP = new Signal("HUP");

  private final SignalHandler before;

  /** Takes the signal over. */
  @Activate
  public ReloadOnHangup(@Reference ConfigService configuration) {
    before = Signal.handle(HANGUP, signal -> reload(configuration));
  }

  /** Gives the signal back. */
  @Deactivate
  public void deactivate() {
    Signal.handle(HANGUP, before);
  }

  private static void reload(ConfigService configuration) {
    LOG.info("Received SIGHUP, reloading the configuration");
    try {
      configuration.reload();
    } catch (ConfigException e) {
      LOG.debug("the service has told of the failure already", e);
    }
  }
}
