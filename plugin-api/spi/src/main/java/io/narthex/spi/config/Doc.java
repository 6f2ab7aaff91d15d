// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says in a sentence what a configuration record or one of its components is for; shown to
 * operators.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
public @interface Doc {

  /** The sentence. */
  String value();
}
