// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import java.util.function.Supplier;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** Jetty looks for parts of its own by the thread's class loader, which in OSGi finds none. */
public final class JettyParts {

  private JettyParts() {}

  /**
   * Makes something of Jetty's.
   *
   * @param owner a class whose bundle has the parts
   */
  public static <T> T make(Class<?> owner, Supplier<T> maker) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(owner.getClassLoader());
    try {
      return maker.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /**
   * Lets Jetty find how to write common headers in HTTP/2, before its first use settles it. Without
   * that no answer in HTTP/2 can be written.
   */
  static void findHeaderEncoders() {
    make(PreEncodedHttpField.class, () -> new PreEncodedHttpField("Server", ""));
  }
}
