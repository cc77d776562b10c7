package dev.svar.cli;

import static dev.svar.cli.Svar.svar;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user reads who typed something wrong. Always exit code 2, and nothing on standard output.
 */
final class WrongUsageTest {
  private static final String URL = "memory://wrong-usage-test";

  private static void wrong(String expected, String... args) {
    assertThat(svar(args)).isEqualTo(new Svar(2, "", "svar: " + expected + "\n"));
  }

  /** What the parser of the command line finds names the help to read. */
  private static void misread(String expected, String command, String... args) {
    wrong(expected + "\n      try: " + command + " --help", args);
  }

  private static void wrongCall(String expected, String... args) {
    String[] all = new String[args.length + 5];
    System.arraycopy(new String[] {"--url", URL, "call", "t", "m"}, 0, all, 0, 5);
    System.arraycopy(args, 0, all, 5, args.length);
    wrong(expected, all);
  }

  @Test
  void no_broker() {
    wrong(
        "no broker given (expected: --url rabbit://user:password@host:5672/, the variable"
            + " SVAR_URL, or --config-file with a transport_url)",
        "call",
        "t",
        "m");
  }

  @Test
  void unknown_command() {
    misread(
        "Unknown command 'cal' (expected: demo, serve, call, multicall, cast, ping, notify,"
            + " listen)",
        "svar",
        "cal",
        "t");
  }

  @Test
  void unknown_option() {
    misread(
        "Unknown option: '--namespce=x' (similar: --namespace)",
        "svar call",
        "call",
        "t",
        "m",
        "--namespce=x");
  }

  @Test
  void missing_method() {
    misread("Missing required parameter: 'METHOD'", "svar call", "call", "t");
  }

  @Test
  void missing_server_name() {
    misread("Missing required option: '--server=NAME'", "svar serve", "serve", "t");
  }

  @Test
  void blank_names() {
    wrong(
        "topic: \"\" (expected: a name that servers listen on, such as \"compute\")",
        "call",
        "",
        "m",
        "--url",
        URL);
    wrong("METHOD: \"\" (expected: the name of a method)", "call", "t", "", "--url", URL);
  }

  @Test
  void an_argument_without_a_name() {
    wrongCall("volume-1: no argument (expected: name=text, or name:=json)", "volume-1");
    wrongCall(":=1: no argument (expected: name=text, or name:=json)", ":=1");
    wrongCall("--context x: no argument (expected: name=text, or name:=json)", "--context", "x");
  }

  @Test
  void json_with_a_text_without_quotes() {
    wrongCall(
        "id:=abc is not JSON at line 1, column 1: Unrecognized token 'abc': was expecting"
            + " (JSON String, Number, Array, Object or token 'null', 'true' or 'false'). For a"
            + " text: id=abc",
        "id:=abc");
  }

  @Test
  void json_that_ends_early() {
    wrongCall(
        "ids:=[1,2 is not JSON at line 1, column 5: Unexpected end-of-input: expected close"
            + " marker for Array",
        "ids:=[1,2");
    wrongCall("ids:= is empty (expected: JSON)", "ids:=");
  }

  @Test
  void json_with_more_than_a_value() {
    wrongCall(
        "n:=1 2 is not JSON at line 1, column 3: expected nothing more after the value", "n:=1 2");
  }

  @Test
  void args_that_are_no_object() {
    wrongCall(
        "--args: no object (expected: names and values, such as {\"name\": \"text\"})",
        "--args",
        "[1]");
  }

  @Test
  void args_with_a_mistake_in_a_file(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("a.json"), "{\n  \"a\": 1\n  \"b\": 2\n}");

    wrongCall(
        "--args @"
            + file
            + " is not JSON at line 3, column 3: Unexpected character ('\"' (code 34)): was"
            + " expecting comma to separate Object entries",
        "--args",
        "@" + file);
  }

  @Test
  void args_that_cannot_be_read(@TempDir Path directory) throws Exception {
    Path latin = Files.write(directory.resolve("latin.json"), new byte[] {'"', (byte) 0xe4, '"'});

    wrongCall("--args @/no/such: there is no such file", "--args", "@/no/such");
    wrongCall("--args @" + latin + ": not UTF-8", "--args", "@" + latin);
  }

  @Test
  void times() {
    misread(
        "Invalid value for option '--timeout': \"0\" (expected: seconds, more than 0, such as"
            + " 2.5)",
        "svar demo",
        "demo",
        "--timeout",
        "0");
    misread(
        "Invalid value for option '--interval': \"-1\" (expected: seconds, 0 or more, such as"
            + " 0.5)",
        "svar ping",
        "ping",
        "t",
        "-i",
        "-1");
    misread(
        "Invalid value for option '--monitor': \"1.5\" (expected: whole seconds, 2 or more)",
        "svar call",
        "call",
        "t",
        "m",
        "--monitor",
        "1.5");
  }

  @Test
  void counts() {
    wrong("--count: 0 (expected: 1 or more)", "ping", "t", "-c", "0", "--url", URL);
  }

  @Test
  void versions() {
    wrongCall("version: \"2\" (expected: X.Y or X.Y.Z, such as \"1.2\")", "--version", "2");
  }

  @Test
  void output_format() {
    misread(
        "Invalid value for option '--output': \"xml\" (expected: text or json)",
        "svar",
        "-o",
        "xml",
        "demo");
  }

  @Test
  void fanout_to_one_server() {
    wrong(
        "--fanout and --server: every server or one (expected: one of the two options)",
        "cast",
        "t",
        "m",
        "--fanout",
        "--server",
        "one",
        "--url",
        URL);
  }

  @Test
  void events_without_a_type() {
    misread("Missing required parameter: 'EVENT_TYPE'", "svar notify", "notify");
    wrong(
        "EVENT_TYPE: \"\" (expected: what happened, such as test.event)",
        "notify",
        "",
        "--url",
        URL);
  }

  @Test
  void priorities_drivers_and_topics_of_events_that_there_are_not() {
    String priorities =
        "priority: \"loud\" (expected: one of audit, debug, info, warn, error, critical, sample)";
    wrong(priorities, "notify", "e", "--priority", "loud", "--url", URL);
    wrong(priorities, "listen", "--priority", "info", "--priority", "loud", "--url", URL);
    wrong(
        "driver: \"pigeon\" (expected: one of log, messaging, messagingv2, noop, routing, test)",
        "notify",
        "e",
        "--driver",
        "pigeon",
        "--url",
        "rabbit://127.0.0.1:1/");
    wrong(
        "--topic: \"\" (expected: a name, such as notifications)",
        "listen",
        "--topic",
        "",
        "--url",
        URL);
  }

  @Test
  void fields_for_a_payload_that_has_no_place_for_them() {
    wrong(
        "--payload: no object, which has no place for a, b (expected: an object, or no FIELD)",
        "notify",
        "e",
        "a=1",
        "b=2",
        "--payload",
        "[1]",
        "--url",
        URL);
    wrong("--payload @/no/such: there is no such file", "notify", "e", "--payload", "@/no/such");
  }

  @Test
  void rules_for_events() {
    wrong(
        "--publisher: \"(\" (expected: a regular expression; Unclosed group at 1)",
        "listen",
        "--publisher",
        "(",
        "--url",
        URL);
    wrong(
        "--payload a.b: \"*\" (expected: a regular expression; Dangling meta character '*' at 0)",
        "listen",
        "--payload",
        "a.b=*",
        "--url",
        URL);
    wrong(
        "--payload: \"state\" (expected: PATH=REGEX, such as state=error)",
        "listen",
        "--payload",
        "state",
        "--url",
        URL);
  }

  @Test
  void events_taken_unseen() {
    wrong(
        "--take and --event-type, --payload: what does not match would be taken from others unseen"
            + " (expected: one of the two; without --take nothing is taken, and a --pool has"
            + " copies of its own)",
        "listen",
        "--take",
        "--event-type",
        "a",
        "--payload",
        "a=b",
        "--url",
        URL);
  }

  @Test
  void events_of_a_pool() {
    wrong(
        "--take and --pool: the events themselves, or copies of them (expected: one of the two"
            + " options)",
        "listen",
        "--take",
        "--pool",
        "p",
        "--url",
        URL);
    wrong(
        "--pool: \"notifications.info\" is the queue without a pool (expected: another name, or"
            + " --take)",
        "listen",
        "--pool",
        "notifications.info",
        "--url",
        URL);
    wrong("--count: 0 (expected: 1 or more)", "listen", "-c", "0", "--url", URL);
  }

  @Test
  void a_script_gets_an_object_wherever_the_option_stands() {
    String expected =
        "{\"error\":{\"kind\":\"usage\",\"class\":null,\"module\":null,"
            + "\"message\":\"Missing required parameter: 'METHOD'\",\"traceback\":[]}}\n";

    assertThat(svar("call", "t", "-o", "json").out()).isEqualTo(expected);
    assertThat(svar("--output=json", "call", "t").out()).isEqualTo(expected);
    assertThat(svar("-ojson", "call", "t").code()).isEqualTo(2);
  }
}
