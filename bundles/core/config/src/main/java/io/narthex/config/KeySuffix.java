// SPDX-License-Identifier: Apache-2.0
package io.narthex.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component of type {@code Map<String, V>} that takes all keys with a suffix, by what
 * stands before it: {@code _sd_configs} puts {@code file_sd_configs} under {@code file}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface KeySuffix {

  /** The suffix, {@code _sd_configs} for instance. */
  String value();
}
