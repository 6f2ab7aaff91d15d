// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.testplugin;

import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Never comes back from starting, until it is interrupted. */
public final class HangingActivator implements BundleActivator {

  @Override
  public void start(BundleContext context) throws InterruptedException {
    new CountDownLatch(1).await();
  }

  @Override
  public void stop(BundleContext context) {}
}
