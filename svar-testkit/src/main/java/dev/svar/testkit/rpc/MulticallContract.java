package dev.svar.testkit.rpc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.Context;
import dev.svar.MalformedReplyException;
import dev.svar.RemoteException;
import dev.svar.Target;
import dev.svar.TypeRef;
import dev.svar.UndeliverableException;
import dev.svar.UnknownMethodException;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import dev.svar.testkit.rpc.Endpoints.Volume;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a multicall gives on every driver. */
public abstract class MulticallContract extends EndToEnd {

  /** All answers. */
  static List<Object> all(RpcClient client, String method, Map<String, ?> args) {
    try (Stream<Object> answers = client.multicall(Context.EMPTY, method, args)) {
      return new ArrayList<>(answers.toList());
    }
  }

  @Test
  public void the_items_of_an_iterator_come_in_order_however_many_they_are() {
    serve("host1", new Streaming());

    assertThat(all(client(), "count", Map.of("n", 2_000)))
        .isEqualTo(IntStream.range(0, 2_000).boxed().toList());
  }

  @Test
  public void streams_publishers_and_what_is_marked_give_their_items() {
    serve("host1", new Streaming());
    RpcClient client = client();

    assertThat(all(client, "words", Map.of("text", "to be or not"))) //
        .containsExactly("to", "be", "or", "not");
    assertThat(all(client, "numbers", Map.of("n", 3))).containsExactly(0, 1, 2);
    assertThat(all(client, "marked", Map.of())).containsExactly(1, 2, 3);
    assertThat(all(client, "published", Map.of("n", 1_000)))
        .isEqualTo(IntStream.range(0, 1_000).boxed().toList());
  }

  @Test
  public void a_plain_result_is_exactly_one_item() {
    serve("host1", new Streaming());
    RpcClient client = client();

    assertThat(all(client, "plain", Map.of())).containsExactly("plain");
    assertThat(all(client, "unmarked", Map.of())).containsExactly(List.of(1, 2, 3));
    assertThat(all(client, "nothing", Map.of())).containsExactly((Object) null);
  }

  @Test
  public void three_nulls_are_three_items() {
    serve("host1", new Streaming());

    assertThat(all(client(), "nulls", Map.of())).containsExactly(null, null, null);
  }

  @Test
  public void a_stream_without_items_is_empty() {
    serve("host1", new Streaming());

    assertThat(all(client(), "count", Map.of("n", 0))).isEmpty();
  }

  @Test
  public void a_call_gives_the_last_item() {
    serve("host1", new Streaming());
    RpcClient client = client();

    assertThat(call(client, "count", Map.of("n", 1_000))).isEqualTo(999);
    assertThat(call(client, "published", Map.of("n", 3))).isEqualTo(2);
    assertThat(call(client, "count", Map.of("n", 0))).isNull();
    assertThatThrownBy(() -> call(client, "failing", Map.of()))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("no three");
  }

  @Test
  public void a_cast_lets_all_items_pass() throws Exception {
    Streaming streaming = new Streaming();
    serve("host1", streaming);
    streaming.letGo.countDown();

    client().cast(Context.EMPTY, "stuck", Map.of("n", 3));

    for (int i = 0; i < 4; i++) {
      assertThat(streaming.fetched.poll(SOON.toSeconds(), SECONDS)).isEqualTo(i);
    }
    assertThat(streaming.closed.await(SOON.toSeconds(), SECONDS)).isTrue();
  }

  @Test
  public void a_failure_comes_after_the_items_before_it() {
    serve("host1", new Streaming());
    try (Stream<Object> answers = client().multicall(Context.EMPTY, "failing", Map.of())) {
      Iterator<Object> items = answers.iterator();

      assertThat(List.of(items.next(), items.next(), items.next())).containsExactly(0, 1, 2);
      assertThatThrownBy(items::next)
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("no three");
      assertThatThrownBy(items::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  public void a_failure_of_a_publisher_comes_after_its_items() {
    serve("host1", new Streaming());
    try (Stream<Object> answers = client().multicall(Context.EMPTY, "publishedFailure", Map.of())) {
      Iterator<Object> items = answers.iterator();

      assertThat(items.next()).isEqualTo(0);
      assertThatThrownBy(items::next)
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("no one");
    }
  }

  @Test
  public void an_item_that_cannot_be_sent_ends_the_stream_and_says_why() {
    serve("host1", new Streaming());
    try (Stream<Object> answers = client().multicall(Context.EMPTY, "unsendable", Map.of())) {
      Iterator<Object> items = answers.iterator();

      assertThat(items.next()).isEqualTo(0);
      assertThatThrownBy(items::next)
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("Item 1 of unsendable cannot be sent: result: NaN");
    }
  }

  @Test
  public void an_unknown_method_fails_at_the_first_step() {
    serve("host1", new Streaming());
    try (Stream<Object> answers = client().multicall(Context.EMPTY, "missing", Map.of())) {
      assertThatThrownBy(answers::toList).isInstanceOf(UnknownMethodException.class);
    }
  }

  @Test
  public void nobody_listening_is_an_error_at_the_first_step() {
    try (Stream<Object> answers = client().multicall(Context.EMPTY, "count", Map.of("n", 1))) {
      assertThatThrownBy(answers::toList).isInstanceOf(UndeliverableException.class);
    }
  }

  @Test
  public void arguments_that_cannot_be_written_are_refused() {
    serve("host1", new Streaming());
    RpcClient client = client();
    call(client, "plain", Map.of());

    assertThatThrownBy(
            () -> client.multicall(Context.EMPTY, "count", Map.of("n", Double.NaN)).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("args.n");
  }

  @Test
  public void a_fanout_has_no_answers() {
    RpcClient everyone = RpcClient.builder(open(), Target.of(topic).withFanout(true)).build();

    assertThatThrownBy(() -> everyone.multicall(Context.EMPTY, "count", Map.of()).close())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  public void items_are_converted_to_the_type_that_is_asked_for() {
    serve("host1", new Volumes());
    RpcClient client = client();

    try (Stream<Volume> volumes =
        client.multicall(Context.EMPTY, "volumes", Map.of(), Volume.class)) {
      assertThat(volumes)
          .containsExactly(new Volume("a", 1, List.of("x")), new Volume("b", 2, List.of("y")));
    }
    try (Stream<Optional<Volume>> volumes =
        client.multicall(Context.EMPTY, "volumes", Map.of(), new TypeRef<Optional<Volume>>() {})) {
      assertThat(volumes).allMatch(Optional::isPresent).hasSize(2);
    }
    try (Stream<Integer> numbers =
        client.multicall(Context.EMPTY, "volumes", Map.of(), Integer.class)) {
      assertThatThrownBy(numbers::toList).isInstanceOf(MalformedReplyException.class);
    }
  }

  /** Streams values with parts. */
  public static final class Volumes {
    public Stream<Volume> volumes() {
      return Stream.of(new Volume("a", 1, List.of("x")), new Volume("b", 2, List.of("y")));
    }
  }

  @Test
  public void long_items_among_short_ones_stay_in_order() {
    serve("host1", new Streaming());
    List<Integer> sizes = List.of(1, 100_000, 2, 70_000, 200_000, 3, 4, 65_000, 5);

    assertThat(all(client(), "sizes", Map.of("sizes", sizes)))
        .extracting(text -> ((String) text).length())
        .isEqualTo(sizes);
  }

  @Test
  public void many_streams_share_one_worker() {
    start(
        RpcServer.builder(open(), Target.of(topic, "host1"))
            .endpoint(new Streaming())
            .concurrency(1));
    RpcClient client = client();
    List<Stream<Object>> open = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      open.add(closing(client.multicall(Context.EMPTY, "count", Map.of("n", 600))));
    }

    List<Object> expected = new ArrayList<>(IntStream.range(0, 600).boxed().toList());
    open.forEach(answers -> assertThat(answers.toList()).isEqualTo(expected));
  }
}
