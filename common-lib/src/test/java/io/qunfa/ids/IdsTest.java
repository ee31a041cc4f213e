package io.qunfa.ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.fixture.SuiteJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
  private static final ObjectMapper JSON = SuiteJson.mapper();

  @Test
  void numbersAreStringsInJsonSoThatBrowsersKeepEveryDigit() throws Exception {
    CampaignId id = new CampaignId(Long.MAX_VALUE);

    assertThat(JSON.writeValueAsString(id)).isEqualTo("\"9223372036854775807\"");
    assertThat(JSON.readValue("\"9223372036854775807\"", CampaignId.class)).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1.5", "9223372036854775808"})
  void whatIsNoNumberIsRefusedByName(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AccountId.of(text))
        .withMessageContaining("account id must be a decimal number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ww1", "ww 123456", "ww/../etc", "企业微信企业微信"})
  void strangeCorpIdsAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new CorpId(text));
  }

  @Test
  void corpIdIsAPlainString() throws Exception {
    assertThat(JSON.writeValueAsString(new CorpId("ww1234"))).isEqualTo("\"ww1234\"");
    assertThat(JSON.readValue("\"ww1234\"", CorpId.class)).isEqualTo(new CorpId("ww1234"));
  }

  @Test
  void jobsCountFromOne() {
    assertThat(new JobId(new CampaignId(7), 1)).hasToString("7-1");
    assertThatIllegalArgumentException().isThrownBy(() -> new JobId(new CampaignId(7), 0));
  }
}
