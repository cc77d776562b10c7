package dev.svar.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * What a command reads and where it writes. Lent: nobody here closes a stream.
 *
 * @param environment the variables of the process
 * @param in standard input
 * @param out standard output: results
 * @param err standard error: what went wrong
 * @param connecting is told before a connection is made, which must be closed again
 */
record Terminal(
    Map<String, String> environment,
    InputStream in,
    PrintStream out,
    PrintStream err,
    Runnable connecting) {}
