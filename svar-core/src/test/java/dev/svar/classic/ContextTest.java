package dev.svar.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Contexts: values that nobody changes any more, and the one of a thread. */
final class ContextTest {

  @AfterEach
  void clear() {
    CommonRpcContext.clearCurrent();
  }

  @Test
  void the_values_are_copied_however_deep() {
    List<Object> roles = new ArrayList<>(List.of("member"));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("roles", roles);
    values.put("project", null);
    CommonRpcContext context = CommonRpcContext.of(values);

    roles.add("admin");
    values.put("user", "u");

    assertThat(context.toMap()).containsOnlyKeys("roles", "project");
    assertThat(context.get("roles")).isEqualTo(List.of("member"));
    assertThatThrownBy(() -> ((List<?>) context.get("roles")).clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(CommonRpcContext.of(context.toMap())).isEqualTo(context);
    assertThat(context).isEqualTo(Context.of(context.toMap()));
  }

  @Test
  void a_value_that_must_be_there_is_named_if_it_is_not() {
    CommonRpcContext context = CommonRpcContext.of(Map.of("user", "u"));

    assertThat(context.require("user")).isEqualTo("u");
    assertThatThrownBy(() -> context.require("tenant"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("the context has no \"tenant\" (it has: user)");
  }

  @Test
  void elevated_it_is_an_administrators_and_the_original_stays() {
    CommonRpcContext context = CommonRpcContext.of(Map.of("user", "u", "roles", List.of("member")));

    assertThat(context.elevated().toMap())
        .isEqualTo(Map.of("user", "u", "roles", List.of("member", "admin"), "is_admin", true));
    assertThat(context.elevated("yes").get("read_deleted")).isEqualTo("yes");
    assertThat(CommonRpcContext.of(Map.of()).elevated().elevated().toMap())
        .isEqualTo(Map.of("roles", List.of("admin"), "is_admin", true));
    assertThat(context.toMap()).isEqualTo(Map.of("user", "u", "roles", List.of("member")));
  }

  @Test
  void each_thread_has_its_own_current_one() throws Exception {
    CommonRpcContext context = CommonRpcContext.of(Map.of("user", "u"));
    List<Object> seen = new ArrayList<>();
    assertThat(CommonRpcContext.current()).isNull();

    context.updateStore();
    Thread other = new Thread(() -> seen.add(String.valueOf(CommonRpcContext.current())));
    other.start();
    other.join();

    assertThat(CommonRpcContext.current()).isSameAs(context);
    assertThat(seen).containsExactly("null");
    CommonRpcContext.clearCurrent();
    assertThat(CommonRpcContext.current()).isNull();
  }

  @Test
  void a_request_context_has_eight_values_and_an_id_of_its_own() {
    RequestContext context = RequestContext.builder().user("u").build();

    assertThat(context.toMap())
        .containsOnlyKeys(
            "auth_token",
            "user",
            "tenant",
            "is_admin",
            "read_only",
            "show_deleted",
            "request_id",
            "instance_uuid")
        .containsEntry("user", "u")
        .containsEntry("is_admin", false)
        .containsEntry("auth_token", null);
    assertThat(context.requestId()).matches("req-[0-9a-f-]{36}");
    assertThat(RequestContext.builder().requestId("req-1").build().requestId()).isEqualTo("req-1");
    assertThat(RequestContext.admin(true).toMap())
        .containsEntry("is_admin", true)
        .containsEntry("show_deleted", true);
    assertThat(context.elevated()).isInstanceOf(RequestContext.class);
  }

  @Test
  void its_text_shows_no_value() {
    assertThat(CommonRpcContext.of(Map.of("auth_token", "secret")))
        .hasToString("CommonRpcContext[auth_token]");
  }
}
