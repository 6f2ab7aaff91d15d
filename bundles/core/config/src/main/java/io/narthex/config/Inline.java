// SPDX-License-Identifier: Apache-2.0
package io.narthex.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component that is itself a record whose keys stand in the surrounding mapping, as the
 * keys of the HTTP client do in a scrape configuration.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Inline {}
