// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.function;

import io.narthex.promql.internal.ast.FunctionType;
import io.narthex.promql.internal.ast.ValueType;
import io.narthex.promql.internal.ast.VectorSelector.Extension;
import io.narthex.promql.internal.execution.Operator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A function: all that parser, planner, engine and lists of functions know of it. To add one to the
 * standard, define it in the family that it belongs to; there is no second place.
 *
 * @param type name and types
 * @param description what it computes, one sentence without a full stop
 * @param origin the plug-in that brought it, or null for one of the standard
 * @param traits what the planner asks for
 * @param body makes the operator of a call
 */
public record FunctionDefinition(
    FunctionType type, String description, @Nullable Origin origin, Traits traits, Body body) {

  /**
   * A plug-in.
   *
   * @param bundle its symbolic name
   * @param version its version
   */
  public record Origin(String bundle, String version) {}

  /**
   * What the planner asks for.
   *
   * @param timeDependent whether the value may differ from step to step though the arguments do not
   * @param buckets whether it looks at the buckets of native histograms
   * @param extensions how the edges of its range may be treated beside the usual way
   * @param eachSeries whether each series of its vector or range gives at most one, by itself, with
   *     the same labels but those of the metric
   * @param ordering whether the order of its series means something
   * @param constant gives the value when it is known before the evaluation; else null
   */
  public record Traits(
      boolean timeDependent,
      BucketUse buckets,
      Set<Extension> extensions,
      boolean eachSeries,
      boolean ordering,
      @Nullable QueryConstant constant) {

    static final Traits NONE = new Traits(false, BucketUse.AS_ABOVE, Set.of(), false, false, null);

    public Traits {
      extensions = Set.copyOf(extensions);
    }
  }

  /** A value that follows from the times of the query. */
  @FunctionalInterface
  public interface QueryConstant {

    /**
     * Returns the value.
     *
     * @param stepMs the step; 0 when there is one time only
     */
    double value(long startMs, long endMs, long stepMs);
  }

  /** Makes the operator of a call. */
  @FunctionalInterface
  public interface Body {

    /** Returns the operator, of the function's result type. */
    Operator build(FunctionCall call);
  }

  /** A function of the stable language. */
  public static FunctionDefinition of(
      String name, String description, ValueType result, List<ValueType> args, Body body) {
    return new FunctionDefinition(
        new FunctionType(name, args, 0, result, false), description, null, Traits.NONE, body);
  }

  /** Returns the same, marked experimental. */
  public FunctionDefinition experimental() {
    return with(new FunctionType(type.name(), type.args(), type.variadic(), type.result(), true));
  }

  /**
   * Returns the same, its last argument optional or repeated; see {@link FunctionType#variadic}.
   */
  public FunctionDefinition variadic(int times) {
    return with(
        new FunctionType(type.name(), type.args(), times, type.result(), type.experimental()));
  }

  /** Returns the same, marked as depending on the time of evaluation. */
  public FunctionDefinition dependingOnTime() {
    Traits t = traits;
    return with(new Traits(true, t.buckets, t.extensions, t.eachSeries, t.ordering, t.constant));
  }

  /** Returns the same, with what it looks at in histograms. */
  public FunctionDefinition buckets(BucketUse use) {
    Traits t = traits;
    return with(
        new Traits(t.timeDependent, use, t.extensions, t.eachSeries, t.ordering, t.constant));
  }

  /** Returns the same, able to treat the edges of its range in another way too. */
  public FunctionDefinition extended(Extension extension) {
    Traits t = traits;
    Set<Extension> all = EnumSet.of(extension);
    all.addAll(t.extensions);
    return with(new Traits(t.timeDependent, t.buckets, all, t.eachSeries, t.ordering, t.constant));
  }

  /** Returns the same, its value known to the planner. */
  public FunctionDefinition constant(QueryConstant constant) {
    Traits t = traits;
    return with(
        new Traits(t.timeDependent, t.buckets, t.extensions, t.eachSeries, t.ordering, constant));
  }

  /** Returns the same, said to map each series by itself and to keep its labels. */
  FunctionDefinition eachSeries() {
    Traits t = traits;
    return with(new Traits(t.timeDependent, t.buckets, t.extensions, true, t.ordering, t.constant));
  }

  /** Returns the same, said to give its series in an order that is asked for. */
  FunctionDefinition ordering() {
    Traits t = traits;
    return with(
        new Traits(t.timeDependent, t.buckets, t.extensions, t.eachSeries, true, t.constant));
  }

  /** Returns the same, brought by a plug-in. */
  public FunctionDefinition from(Origin plugin) {
    return new FunctionDefinition(type, description, plugin, traits, body);
  }

  private FunctionDefinition with(Traits newTraits) {
    return new FunctionDefinition(type, description, origin, newTraits, body);
  }

  private FunctionDefinition with(FunctionType newType) {
    return new FunctionDefinition(newType, description, origin, traits, body);
  }

  /** Returns the name. */
  public String name() {
    return type.name();
  }

  /** Returns whether the value may differ from step to step though the arguments do not. */
  public boolean timeDependent() {
    return traits.timeDependent();
  }
}
