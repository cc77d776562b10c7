package dev.svar.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ScopeType;

/** How help looks: a command's own options first, then those that all commands share. */
final class HelpLayout {
  private HelpLayout() {}

  /** Sets it for {@code line} and its subcommands. */
  static void apply(CommandLine line) {
    line.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    line.setUsageHelpWidth(100);
    line.setUsageHelpAutoWidth(false);
    useSections(line);
    line.getSubcommands().values().forEach(HelpLayout::useSections);
  }

  private static void useSections(CommandLine line) {
    line.getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(ExitCode.meanings());
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING, help -> "");
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpLayout::options);
  }

  private static String options(Help help) {
    List<OptionSpec> own = new ArrayList<>();
    List<OptionSpec> shared = new ArrayList<>();
    for (OptionSpec option : help.commandSpec().options()) {
      (option.scopeType() == ScopeType.INHERIT ? shared : own).add(option);
    }
    return section("Options:", own, help)
        + section("Options of every command, before or after its name:", shared, help);
  }

  private static String section(String heading, List<OptionSpec> options, Help help) {
    return options.isEmpty()
        ? ""
        : String.format("%n%s%n", heading) + help.optionListExcludingGroups(options);
  }
}
