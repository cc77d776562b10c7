package dev.svar.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class BuiltVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    @Nullable String built = BuiltVersion.class.getPackage().getImplementationVersion();
    return new String[] {
      "svar " + (built == null ? "(not built)" : built) + ", Java " + Runtime.version()
    };
  }
}
