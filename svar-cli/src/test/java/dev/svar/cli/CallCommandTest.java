package dev.svar.cli;

import static dev.svar.cli.Svar.svar;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CallCommandTest {
  private static final String URL = "memory://call-command-test";
  private static Serving serving;

  @BeforeAll
  static void serve() throws InterruptedException {
    serving = Serving.serve(URL, "test", "--server", "one");
  }

  @AfterAll
  static void stop() {
    serving.close();
  }

  private static Svar call(String method, String... args) {
    return svar(Map.of("SVAR_URL", URL), "", concat("call", "test", method, args));
  }

  private static String[] concat(String command, String topic, String method, String... args) {
    String[] all = new String[args.length + 3];
    all[0] = command;
    all[1] = topic;
    all[2] = method;
    System.arraycopy(args, 0, all, 3, args.length);
    return all;
  }

  @Test
  void the_answer_is_one_line_of_compact_json() {
    assertThat(call("echo", "name=Zoë", "n:=3", "deep:={\"a\": [1, null, true]}"))
        .isEqualTo(new Svar(0, "{\"name\":\"Zoë\",\"n\":3,\"deep\":{\"a\":[1,null,true]}}\n", ""));
  }

  @Test
  void numbers_keep_their_value() {
    String numbers =
        "[9007199254740993,123456789012345678901234567890,0.1,-0.0,1.5e300,1763824605.123,2.0]";

    assertThat(call("echo", "n:=" + numbers).out())
        .isEqualTo(
            "{\"n\":[9007199254740993,123456789012345678901234567890,0.1,-0.0,1.5E300,"
                + "1763824605.123,2.0]}\n");
  }

  @Test
  void a_text_stays_text_even_if_it_looks_like_something_else() {
    assertThat(call("echo", "a=1", "b=", "c=x=y", "d=@file", "e=[").out())
        .isEqualTo("{\"a\":\"1\",\"b\":\"\",\"c\":\"x=y\",\"d\":\"@file\",\"e\":\"[\"}\n");
  }

  @Test
  void characters_that_steer_a_terminal_are_escaped_and_all_others_are_not() {
    assertThat(call("echo", "t=a\u001b[31m\u202e\n\"\\😀 ß日本").out())
        .isEqualTo("{\"t\":\"a\\u001b[31m\\u202e\\n\\\"\\\\😀 ß日本\"}\n");
  }

  @Test
  void arguments_come_as_an_object_too_and_single_ones_win() {
    assertThat(call("echo", "a=typed", "--args", "{\"a\": \"object\", \"b\": 2}").out())
        .isEqualTo("{\"a\":\"typed\",\"b\":2}\n");
  }

  @Test
  void of_the_same_argument_the_later_wins() {
    assertThat(call("echo", "a=first", "a:=2").out()).isEqualTo("{\"a\":2}\n");
  }

  @Test
  void arguments_come_from_standard_input() {
    Svar ran =
        svar(Map.of("SVAR_URL", URL), "{\"name\": \"Zoë\"}", "call", "test", "echo", "--args", "-");

    assertThat(ran.out()).isEqualTo("{\"name\":\"Zoë\"}\n");
  }

  @Test
  void arguments_come_from_a_file(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("args.json"), "{\n  \"name\": \"Zoë\"\n}\n");

    assertThat(call("echo", "--args", "@" + file).out()).isEqualTo("{\"name\":\"Zoë\"}\n");
  }

  @Test
  void a_result_for_scripts_is_one_object() {
    Svar ran = call("add", "x:=1", "y:=2", "-o", "json");

    assertThat(ran.out()).matches("\\{\"result\":3,\"elapsed_ms\":\\d+\\.\\d+}\n");
    assertThat(ran.code()).isZero();
  }

  @Test
  void a_remote_failure_is_told_in_two_lines() {
    assertThat(call("fail", "type=nova.exception.NotFound", "message=no such\nvolume"))
        .isEqualTo(
            new Svar(
                1,
                "",
                """
                svar: nova.exception.NotFound: no such\\nvolume
                      -v shows its traceback
                """));
  }

  @Test
  void a_remote_failure_for_scripts_is_one_object() {
    Svar ran = call("fail", "type=ValueError", "message=boom", "-o", "json");

    assertThat(ran.out())
        .isEqualTo(
            "{\"error\":{\"kind\":\"remote\",\"class\":\"ValueError\",\"module\":\"builtins\","
                + "\"message\":\"boom\",\"traceback\":[\"ValueError: boom\"]}}\n");
    assertThat(ran.code()).isEqualTo(1);
  }

  @Test
  void verbose_shows_the_remote_traceback_and_the_local_one() {
    assertThat(call("fail", "type=ValueError", "message=boom", "-v").err())
        .startsWith(
            """
            svar: builtins.ValueError: boom
              ValueError: boom
            dev.svar.RemoteException: builtins.ValueError: boom
            \tat \
            """);
  }

  @Test
  void a_missing_method_is_exit_code_6() {
    assertThat(call("no_such"))
        .isEqualTo(new Svar(6, "", "svar: Endpoint does not support RPC method no_such\n"));
  }

  @Test
  void a_missing_version_is_exit_code_6() {
    assertThat(call("echo", "--version", "2.0"))
        .isEqualTo(
            new Svar(
                6,
                "",
                "svar: Endpoint does not support RPC version 2.0. Attempted method: echo\n"));
  }

  @Test
  void a_version_above_the_cap_is_exit_code_2() {
    assertThat(call("echo", "--version", "1.5", "--version-cap", "1.4").code()).isEqualTo(2);
  }

  @Test
  void a_timeout_is_exit_code_3_and_names_our_option() {
    Svar ran = call("sleep", "seconds:=1", "--timeout", "0.2");

    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err())
        .matches(
            "svar: No reply to sleep from openstack/test within 200 ms \\(request"
                + " [0-9a-f]{32}\\)\\. 1 server listens: the method is slow or the servers are"
                + " busy; allow more time with --timeout, or add servers\\.\n");
  }

  @Test
  void a_monitored_call_outlasts_its_interval() {
    assertThat(call("sleep", "seconds:=2.5", "--monitor", "2").out()).isEqualTo("null\n");
  }

  @Test
  void nobody_listening_is_exit_code_4() {
    Svar ran = svar("call", "nobody", "echo", "--url", URL, "-o", "json");

    assertThat(ran.code()).isEqualTo(4);
    assertThat(ran.out())
        .isEqualTo(
            "{\"error\":{\"kind\":\"nobody_listens\",\"class\":null,\"module\":null,\"message\":\"Nobody"
                + " listens: the broker has no queue for openstack/nobody, so that echo was not"
                + " handed to anyone. Start a server on this topic, or check exchange, topic and"
                + " server name.\",\"traceback\":[]}}\n");
  }

  @Test
  void a_server_is_called_by_name() {
    assertThat(call("add", "x:=1", "y:=2", "--server", "one").out()).isEqualTo("3\n");
    assertThat(call("add", "x:=1", "y:=2", "--server", "two").code()).isEqualTo(4);
  }

  @Test
  void floats_add_as_in_python_and_integers_exactly() {
    assertThat(call("add", "x:=0.1", "y:=0.2").out()).isEqualTo("0.30000000000000004\n");
    assertThat(call("add", "x:=9223372036854775807", "y:=1").out())
        .isEqualTo("9223372036854775808\n");
  }
}
