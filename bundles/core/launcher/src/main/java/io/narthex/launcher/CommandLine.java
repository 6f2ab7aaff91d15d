// SPDX-License-Identifier: Apache-2.0
package io.narthex.launcher;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.INegatableOptionTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reads the server's command line: {@code --flag=value}, {@code --flag value}, {@code --no-flag}.
 */
final class CommandLine {

  private static picocli.CommandLine parser() {
    CommandSpec spec = CommandSpec.create().name("narthex");
    spec.usageMessage()
        .customSynopsis("narthex [FLAG]...", "   or: narthex COMMAND [ARGUMENT]...")
        .description("The Prometheus ecosystem in one process. Runs the server, or a COMMAND.")
        .footer(
            "",
            "Commands: check, plugin, query, test; narthex COMMAND --help tells more.",
            "The environment variable NARTHEX_JAVA_OPTS adds options for the Java machine.")
        .width(110)
        .sortOptions(false);
    spec.negatableOptionTransformer(new NoPrefix());
    for (Flag flag : Flag.ALL) {
      OptionSpec.Builder option =
          OptionSpec.builder("--" + flag.name())
              .description(
                  flag.help() + (showsDefault(flag) ? " Default: " + flag.defaultValue() : ""));
      spec.addOption(typed(option, flag.kind()).build());
    }
    for (ForeignFlag flag : ForeignFlag.ALL) {
      OptionSpec.Builder option = OptionSpec.builder("--" + flag.name()).hidden(true);
      spec.addOption(typed(option, flag.kind()).build());
    }
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("Show this and exit.")
            .build());
    spec.addOption(
        OptionSpec.builder("--version")
            .versionHelp(true)
            .description("Show the version and exit.")
            .build());
    return new picocli.CommandLine(spec)
        .setOverwrittenOptionsAllowed(false)
        .setPosixClusteredShortOptionsAllowed(false);
  }

  private static OptionSpec.Builder typed(OptionSpec.Builder option, FlagKind kind) {
    return switch (kind) {
      case BOOLEAN -> option.type(boolean.class).negatable(true);
      case NAMES, ADDRESSES ->
          option.type(List.class).auxiliaryTypes(String.class).paramLabel(kind.name());
      case TEXT, COUNT, DURATION, SIZE, LEVEL, LOG_FORMAT ->
          option.type(String.class).paramLabel(kind.name());
    };
  }

  private static boolean showsDefault(Flag flag) {
    return !flag.defaultValue().isEmpty() && flag.kind() != FlagKind.BOOLEAN;
  }

  /** {@code --no-web.enable-lifecycle}: picocli's own transformer does not take names with dots. */
  private static final class NoPrefix implements INegatableOptionTransformer {

    @Override
    public String makeNegative(String optionName, CommandSpec spec) {
      return "--no-" + optionName.substring("--".length());
    }

    @Override
    public String makeSynopsis(String optionName, CommandSpec spec) {
      return "--[no-]" + optionName.substring("--".length());
    }
  }

  /** What the command line asks for. */
  sealed interface Request {
    /** Print the usage. */
    record Help(String text) implements Request {}

    /** Print the version. */
    record Version() implements Request {}

    /**
     * Run the server.
     *
     * @param flags a value for each flag, by name
     * @param foreign those of Prometheus' flags that were given and mean nothing here
     */
    record Serve(Map<String, String> flags, List<ForeignFlag> foreign) implements Request {}
  }

  /**
   * Reads the arguments.
   *
   * @throws UsageException when a flag is unknown, given twice, lacks its value or has a bad one
   */
  Request parse(List<String> arguments) throws UsageException {
    Optional<Map<String, String>> plain = PlainFlags.read(arguments);
    return plain.isPresent() ? serve(plain.get(), List.of()) : parseByLibrary(arguments);
  }

  /** As {@link #parse}, always by the library. */
  static Request parseByLibrary(List<String> arguments) throws UsageException {
    picocli.CommandLine parser = parser();
    ParseResult result;
    try {
      result = parser.parseArgs(arguments.toArray(String[]::new));
    } catch (UnmatchedArgumentException e) {
      String unmatched = e.getUnmatched().getFirst();
      throw new UsageException(
          unmatched.startsWith("-")
              ? "unknown flag " + unmatched + suggestion(e)
              : "unexpected argument \"" + unmatched + "\"");
    } catch (ParameterException e) {
      throw new UsageException(firstLine(String.valueOf(e.getMessage())));
    }
    if (result.isUsageHelpRequested()) {
      return new Request.Help(parser.getUsageMessage(Ansi.OFF));
    }
    if (result.isVersionHelpRequested()) {
      return new Request.Version();
    }
    Map<String, String> given = new HashMap<>();
    for (Flag flag : Flag.ALL) {
      String option = "--" + flag.name();
      if (result.hasMatchedOption(option)) {
        given.put(flag.name(), text(result.matchedOptionValue(option, (Object) "")));
      }
    }
    List<ForeignFlag> foreign = new ArrayList<>();
    for (ForeignFlag flag : ForeignFlag.ALL) {
      String option = "--" + flag.name();
      if (result.hasMatchedOption(option)) {
        check(flag.name(), flag.kind(), text(result.matchedOptionValue(option, (Object) "")));
        foreign.add(flag);
      }
    }
    return serve(given, foreign);
  }

  private static String text(Object value) {
    return value instanceof List<?> several
        ? String.join(",", several.stream().map(String::valueOf).toList())
        : String.valueOf(value);
  }

  private static Request serve(Map<String, String> given, List<ForeignFlag> foreign)
      throws UsageException {
    Map<String, String> flags = new LinkedHashMap<>();
    for (Flag flag : Flag.ALL) {
      String value = given.get(flag.name());
      if (value != null) {
        check(flag.name(), flag.kind(), value);
      }
      flags.put(flag.name(), value == null ? flag.defaultValue() : value);
    }
    return new Request.Serve(flags, foreign);
  }

  private static void check(String name, FlagKind kind, String value) throws UsageException {
    if (!kind.accepts(value)) {
      throw new UsageException(
          "bad value \"" + value + "\" for flag --" + name + ": expected " + kind.description());
    }
  }

  private static String suggestion(UnmatchedArgumentException e) {
    List<String> near = e.getSuggestions();
    return near.isEmpty()
        ? "; narthex --help lists the flags"
        : "; did you mean " + near.getFirst() + "?";
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
