package dev.svar.testkit.rabbit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/** Java text as Erlang and URLs write it. */
final class Erlang {

  private Erlang() {}

  /** A binary: {@code <<"text"/utf8>>}. */
  static String binary(String text) {
    return "<<" + string(text) + "/utf8>>";
  }

  /** A string: {@code "text"}. */
  static String string(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  static String percentEncoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
