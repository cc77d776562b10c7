package dev.svar.driver.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.driver.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Backlog backlog = new Backlog();
  private final Stored a = stored("a");
  private final Stored b = stored("bb");
  private final Stored c = stored("ccc");

  @Test
  void it_begins_empty() {
    assertThat(backlog.first()).isNull();
    assertThat(backlog.size()).isZero();
    assertThat(backlog.bytes()).isZero();
  }

  @Test
  void it_keeps_the_order() {
    backlog.addLast(b);
    backlog.addLast(c);
    backlog.addFirst(a);

    assertThat(backlog.size()).isEqualTo(3);
    assertThat(backlog.bytes()).isEqualTo(6);
    assertThat(drained()).containsExactly(a, b, c);
    assertThat(backlog.bytes()).isZero();
  }

  @Test
  void one_may_leave_from_the_beginning_the_middle_and_the_end() {
    for (Stored leaving : List.of(a, b, c)) {
      backlog.addLast(a);
      backlog.addLast(b);
      backlog.addLast(c);

      backlog.remove(leaving);

      assertThat(leaving.waits).isFalse();
      assertThat(backlog.size()).isEqualTo(2);
      List<Stored> rest = new ArrayList<>(List.of(a, b, c));
      rest.remove(leaving);
      assertThat(rest).allMatch(stored -> stored.waits);
      assertThat(drained()).isEqualTo(rest);
    }
  }

  @Test
  void one_that_left_may_come_back() {
    backlog.addLast(a);
    backlog.addLast(b);
    backlog.remove(a);

    backlog.addFirst(a);

    assertThat(drained()).containsExactly(a, b);
  }

  private List<Stored> drained() {
    List<Stored> drained = new ArrayList<>();
    for (Stored next = backlog.first(); next != null; next = backlog.first()) {
      backlog.remove(next);
      drained.add(next);
    }
    return drained;
  }

  private static Stored stored(String body) {
    return new Stored(Message.of(body), null);
  }
}
