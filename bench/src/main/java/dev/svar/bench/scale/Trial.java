package dev.svar.bench.scale;

import dev.svar.bench.report.Results;
import java.io.PrintStream;

/** Something that is measured by itself, not as operations of contestants. */
public interface Trial {

  /** What it is called. */
  String name();

  /**
   * Measures it.
   *
   * @param results where what it finds goes
   * @param progress where it says what it does
   */
  void run(Results results, PrintStream progress) throws Exception;
}
