package io.qunfa.apiexecutor.wecom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "failed: http://wecom/cgi-bin/x?access_token=SECRET-TOKEN%2F1&type=image",
        "failed: http://wecom/cgi-bin/x?access_token=SECRET-of-another-call&type=image",
        "redirect to /gettoken?corpid=ww&corpsecret=SECRET&type=image",
        "redirect to /login?to=%2Fx%3FACCESS_TOKEN%3DSECRET&type=image",
        "the token SECRET-TOKEN/1 &type=image"
      })
  void noTokenAndNoSecretOfAnAddressIsLeft(String text) {
    assertThat(Evidence.of(text, WecomBench.SHOP)).doesNotContain("SECRET").contains("type=image");
  }
}
