package dev.svar.cli;

import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with what was typed, and where to read on. */
final class WrongUsage {
  private static final Pattern JSON_WANTED =
      Pattern.compile("(?is)(.*\\s)?(-o[\\s=]?|--output[\\s=])json(\\s.*)?");

  private WrongUsage() {}

  /**
   * Tells the user, and a script if it wanted JSON. Parsing ended early, so that the option itself
   * may not have been seen.
   */
  static int tell(ParameterException wrong, String[] typed, GlobalOptions globals, Output output) {
    if (JSON_WANTED.matcher(String.join(" ", typed)).matches()) {
      globals.format = GlobalOptions.Format.JSON;
    }
    CommandLine command = wrong.getCommandLine();
    String hint = "try: " + command.getCommandSpec().qualifiedName() + " --help";
    output.problem(Problem.usage(text(wrong), hint), null);
    return ExitCode.USAGE.code();
  }

  private static String text(ParameterException wrong) {
    String message = String.valueOf(wrong.getMessage());
    if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
      return message;
    }
    CommandLine command = wrong.getCommandLine();
    List<String> arguments = unmatched.getUnmatched();
    if (!command.getSubcommands().isEmpty() && !unmatched.isUnknownOption()) {
      return "Unknown command '"
          + arguments.get(0)
          + "' (expected: "
          + String.join(", ", command.getSubcommands().keySet())
          + ")";
    }
    List<String> similar = unmatched.getSuggestions();
    return similar.isEmpty() ? message : message + " (similar: " + String.join(", ", similar) + ")";
  }
}
