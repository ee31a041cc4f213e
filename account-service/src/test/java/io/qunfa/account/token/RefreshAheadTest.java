package io.qunfa.account.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.account.credential.CredentialKey;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RefreshAheadTest {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  @Test
  void tokensFetchedTogetherAreNotRenewedTogether() {
    List<Duration> moments =
        LongStream.rangeClosed(1, 1000).mapToObj(id -> ahead(id, 1_700_000_000_000L)).toList();

    Map<Long, Long> byMinute =
        moments.stream().collect(Collectors.groupingBy(Duration::toMinutes, Collectors.counting()));
    assertThat(moments).allMatch(ahead -> ahead.compareTo(LONGEST) <= 0);
    assertThat(byMinute.keySet()).containsExactlyInAnyOrder(5L, 6L, 7L, 8L, 9L);
    assertThat(byMinute.values()).allMatch(tokens -> tokens > 100 && tokens < 300);
  }

  @Test
  void allReplicasAgreeOnTheMoment() {
    Function<Long, Duration> moment = version -> ahead(7, version);

    assertThat(moment.apply(5L)).isEqualTo(moment.apply(5L)).isNotEqualTo(moment.apply(6L));
  }

  private static Duration ahead(long id, long version) {
    return RefreshAhead.ahead(
        LONGEST,
        new CredentialKey(new TenantId(1), new CorpId("wwAhead"), new CredentialId(id)),
        version);
  }
}
