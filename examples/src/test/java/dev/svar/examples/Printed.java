package dev.svar.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/** What a program prints. */
public final class Printed {
  private Printed() {}

  /** A program. */
  @FunctionalInterface
  public interface Program {

    /** Runs it. */
    void run(String... args) throws Exception;
  }

  /** Runs {@code program}, and returns its lines. */
  public static List<String> lines(Program program, String... args) throws Exception {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      program.run(args);
    } finally {
      System.setOut(console);
    }
    return printed.toString(UTF_8).lines().toList();
  }
}
