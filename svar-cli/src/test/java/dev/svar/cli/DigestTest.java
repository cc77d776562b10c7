package dev.svar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DigestTest {

  private static Map<String, Object> map(Object... entries) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put((String) entries[i], entries[i + 1]);
    }
    return map;
  }

  @Test
  void ids_names_states_and_hosts_come_first() {
    assertThat(
            Digest.of(
                map(
                    "tenant_id", "t",
                    "vcpus", 4,
                    "host", "h1",
                    "state", "active",
                    "display_name", "vm",
                    "instance_id", "i")))
        .isEqualTo("instance_id=i display_name=vm state=active host=h1 tenant_id=t vcpus=4");
  }

  @Test
  void what_is_more_is_hinted_at() {
    assertThat(Digest.of(map("a", 1, "b", 2, "c", 3, "d", 4, "e", 5, "f", 6, "g", 7)))
        .isEqualTo("a=1 b=2 c=3 d=4 e=5 f=6 …");
  }

  @Test
  void objects_of_nova_are_unwrapped() {
    assertThat(
            Digest.of(
                map(
                    "nova_object.name", "InstanceActionPayload",
                    "nova_object.version", "1.8",
                    "nova_object.data",
                        map(
                            "uuid", "u",
                            "flavor", map("nova_object.data", map("name", "m1")),
                            "host", "h1"))))
        .isEqualTo("uuid=u host=h1");
  }

  @Test
  void maps_are_looked_into_where_there_is_nothing_else() {
    assertThat(Digest.of(map("port", map("fixed_ips", List.of(), "status", "UP", "id", "p"))))
        .isEqualTo("port.id=p port.status=UP");
  }

  @Test
  void texts_are_quoted_where_they_need_it_and_shortened() {
    assertThat(Digest.of(map("a", "x y", "b", "", "c", "say \"x\"", "d", "z".repeat(61))))
        .isEqualTo("a=\"x y\" b=\"\" c=\"say \\\"x\\\"\" d=" + "z".repeat(60) + "…");
  }

  @Test
  void secrets_are_left_away() {
    assertThat(Digest.of(map("admin_pass", "p", "auth_token", "t", "user_password", "u", "n", 1)))
        .isEqualTo("n=1");
  }

  @Test
  void what_is_no_map_is_json() {
    assertThat(Digest.of(null)).isEmpty();
    assertThat(Digest.of(Map.of())).isEmpty();
    assertThat(Digest.of(List.of(1, "two"))).isEqualTo("[1,\"two\"]");
    assertThat(Digest.of(List.of("z".repeat(300)))).isEqualTo("[\"" + "z".repeat(198) + "…");
  }
}
