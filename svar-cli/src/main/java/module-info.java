/** The {@code svar} command. */
module dev.svar.cli {
  requires dev.svar;
  requires info.picocli;
  requires tools.jackson.core;
  requires static org.jspecify;

  opens dev.svar.cli to
      dev.svar,
      info.picocli;
}
