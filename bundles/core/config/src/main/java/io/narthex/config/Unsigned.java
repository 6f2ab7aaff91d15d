// SPDX-License-Identifier: Apache-2.0
package io.narthex.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component of type {@code long} that takes no number below zero. Numbers up to 2^64-1 are
 * taken bit for bit.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Unsigned {}
