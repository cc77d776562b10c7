package dev.svar.classic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No secret reaches a log. */
final class SanitizerTest {
  private static final String SANITIZED = "<SANITIZED>";

  @Test
  void tokens_are_taken_out_of_messages() {
    assertThat(Sanitizer.sanitized(Map.of("_context_auth_token", "t", "auth_token", "t", "a", 1)))
        .isEqualTo(Map.of("_context_auth_token", SANITIZED, "auth_token", SANITIZED, "a", 1));
  }

  @Test
  void new_passwords_are_taken_out_of_arguments() {
    assertThat(
            Sanitizer.sanitized(
                Map.of("method", "set_admin_password", "args", Map.of("new_pass", "p"))))
        .isEqualTo(Map.of("method", "set_admin_password", "args", Map.of("new_pass", SANITIZED)));
    assertThat(
            Sanitizer.sanitized(
                Map.of("method", "run_instance", "args", Map.of("admin_password", "p", "x", 1))))
        .isEqualTo(
            Map.of("method", "run_instance", "args", Map.of("admin_password", SANITIZED, "x", 1)));
  }

  @Test
  void whatever_names_a_password_is_one() {
    assertThat(
            Sanitizer.sanitized(
                Map.of("password", "p", "_context_password", "p", "Db_PassWord_2", "p")))
        .isEqualTo(
            Map.of(
                "password", SANITIZED, "_context_password", SANITIZED, "Db_PassWord_2", SANITIZED));
    assertThat(Sanitizer.sanitized(Map.of("x_new_pass", "p"))).isEqualTo(Map.of("x_new_pass", "p"));
  }

  @Test
  void passwords_are_found_four_maps_deep_and_in_lists() {
    assertThat(
            Sanitizer.sanitized(
                Map.of("a", Map.of("b", Map.of("c", Map.of("password", "p", "d", 1))))))
        .isEqualTo(Map.of("a", Map.of("b", Map.of("c", Map.of("password", SANITIZED, "d", 1)))));
    assertThat(Sanitizer.sanitized(Map.of("a", List.of(1, Map.of("password", "p")))))
        .isEqualTo(Map.of("a", List.of(1, Map.of("password", SANITIZED))));
  }

  @Test
  void keys_that_are_no_text_do_no_harm() {
    assertThat(Sanitizer.sanitized(Map.of(1, "one"))).isEqualTo(Map.of(1, "one"));
  }
}
