// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql;

import java.util.List;

/** Lists the functions that queries can call. An OSGi service; safe for several threads. */
public interface FunctionCatalogue {

  /** Returns those of the standard and those of plug-ins, sorted by name. */
  List<FunctionInfo> functions();
}
