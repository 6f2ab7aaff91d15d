// SPDX-License-Identifier: Apache-2.0
/** Classes that tests pack into jars of plug-ins; the tests themselves never use them. */
@NullMarked
package io.narthex.plugins.testplugin;

import org.jspecify.annotations.NullMarked;
