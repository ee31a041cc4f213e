package io.qunfa.apiexecutor.followup;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qunfa.apiexecutor.wecom.WecomSettings;
import io.qunfa.executor.ExecutorSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ListFreshnessTest {
  @Test
  void aListThatMayBeReadWhileTheCallIsStillUnderWayEndsTheStart() {
    assertThatCode(() -> freshness(Map.of())).doesNotThrowAnyException();
    assertThatCode(() -> freshness(Map.of("qunfa.wecom.answer-timeout", "89s")))
        .doesNotThrowAnyException();
    for (Map<String, String> wrong :
        List.of(
            Map.of("qunfa.wecom.answer-timeout", "90s"),
            Map.of("qunfa.follow-ups.list-freshness", "0s"),
            Map.of("qunfa.executor.call-within", "2m"))) {
      assertThatThrownBy(() -> freshness(wrong))
          .hasMessageContaining("qunfa.follow-ups.list-freshness");
    }
  }

  private static ListFreshness freshness(Map<String, String> given) {
    Binder binder = new Binder(new MapConfigurationPropertySource(given));
    return new ListFreshness(
        binder.bindOrCreate("qunfa.follow-ups", FollowUpSettings.class),
        binder.bindOrCreate("qunfa.wecom", WecomSettings.class),
        binder.bindOrCreate("qunfa.executor", ExecutorSettings.class));
  }
}
