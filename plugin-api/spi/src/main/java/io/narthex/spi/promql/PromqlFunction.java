// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.promql;

import io.narthex.spi.config.NoConfig;
import io.narthex.spi.plugin.PluginFactory;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A PromQL function that a plug-in adds. Register it as an OSGi service with this interface; it can
 * be called in queries from then on, and no longer when the plug-in goes. Queries that run at that
 * moment end with an error that says so.
 *
 * <p>{@link #type} is the name by which queries call it: it must not begin with a digit, and must
 * be neither a function, an aggregation nor a keyword of the standard, or the plug-in is refused.
 *
 * <p>A function has at most one argument that is a vector, instant or range; the others are scalars
 * and texts. It works on each series by itself: with a vector argument the result is an instant
 * vector that has the series of the argument, without their metric name unless {@link #keepsName}.
 * Without one the result is a scalar. It sees floats only; native histograms are passed over, as
 * the functions of the standard that are for floats do.
 *
 * <p>All methods but {@link #kernel} are asked once, when the plug-in arrives, and must always
 * return the same.
 */
@ConsumerType
public interface PromqlFunction extends PluginFactory<NoConfig> {

  /** The types of arguments. */
  enum ArgumentType {
    /** A number for each step. */
    SCALAR,
    /** For each series at most one sample a step: the newest one within the lookback. */
    INSTANT_VECTOR,
    /** For each series the samples of a window a step. */
    RANGE_VECTOR,
    /** A text that stands in the query as it is. */
    STRING
  }

  /** Returns the types of the arguments, all of which must be given in a call. */
  List<ArgumentType> arguments();

  /** Returns what it computes, one sentence; shown where people write queries. */
  String description();

  /** Returns whether the series of the result have the metric name of the argument's. */
  default boolean keepsName() {
    return false;
  }

  /**
   * Returns whether the result may depend on the time of evaluation though no argument does. Such a
   * call is evaluated at each step, even when its selector is fixed with {@code @}.
   */
  default boolean dependsOnTime() {
    return false;
  }

  /**
   * Prepares a kernel for one query. Called on a thread of the host's, under a deadline, once for
   * each thread that works on the query; a kernel is used by one thread at a time, so it may keep
   * scratch arrays.
   *
   * <p>Throw {@link IllegalArgumentException} for arguments that make no sense; the query fails
   * with its message and the name of the function. Any other exception fails the query too, and
   * counts as a failure of the plug-in.
   */
  FunctionKernel kernel(FunctionCall call);

  /** Nothing is configured. */
  @Override
  default Class<NoConfig> configuration() {
    return NoConfig.class;
  }
}
