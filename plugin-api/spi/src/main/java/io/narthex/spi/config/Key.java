// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the key of a configuration record's component when it is not the snake case of its name.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {

  /** The key as it stands in the file. */
  String value();
}
