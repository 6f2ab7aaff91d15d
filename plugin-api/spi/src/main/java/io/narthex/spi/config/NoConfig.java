// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.config;

/** The configuration of a plug-in that has nothing to configure. */
public record NoConfig() {}
