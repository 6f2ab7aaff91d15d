// SPDX-License-Identifier: Apache-2.0
/**
 * How plug-ins live: {@link io.narthex.plugins.internal.FolderWatcher} sees jars settle, {@link
 * io.narthex.plugins.internal.JarInspector} resolves them dry, {@link
 * io.narthex.plugins.internal.PluginManager} deploys, judges, rolls back and removes them, and
 * {@link io.narthex.plugins.internal.LivePlugins} hands their factories to the core and guards the
 * calls.
 *
 * <p>The folder is the only truth. The framework's own memory of installed plug-ins is emptied at
 * every start, and nothing outside a plug-in's bundle is ever refreshed: {@link
 * io.narthex.plugins.internal.Isolation} keeps the resolver from wiring anything to a plug-in but
 * the plug-in itself.
 */
@NullMarked
package io.narthex.plugins.internal;

import org.jspecify.annotations.NullMarked;
