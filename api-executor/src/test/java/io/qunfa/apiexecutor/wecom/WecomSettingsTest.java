package io.qunfa.apiexecutor.wecom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WecomSettingsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://qyapi.weixin.qq.com/cgi-bin",
        "qyapi.weixin.qq.com",
        "ftp://qyapi.weixin.qq.com",
        "https://user:secret@qyapi.weixin.qq.com",
        "https://qyapi.weixin.qq.com?a=b",
        "https:///"
      })
  void addressThatIsNoBareHostEndsTheStart(String address) {
    assertThatThrownBy(() -> WecomBench.settings(address)).hasMessageContaining("WECOM_BASE_URL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://qyapi.weixin.qq.com",
        "https://qyapi.weixin.qq.com/",
        "http://localhost:8090"
      })
  void bareHostIsFine(String address) {
    assertThat(WecomBench.settings(address).baseUrl()).hasToString(address);
  }
}
