package io.qunfa.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.fixture.GoldenJson;
import io.qunfa.fixture.SuiteJson;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageContentTest {
  private static final ObjectMapper JSON = SuiteJson.mapper();
  private static final Attachment IMAGE = new Attachment.Image("m-1", null);

  private static final MessageContent OF_EVERY_KIND =
      new MessageContent(
          "您好, hello",
          List.of(
              IMAGE,
              new Attachment.Image(null, "https://wework.qpic.cn/x"),
              new Attachment.Link("Title", "https://example.com/a", "What it is", null),
              new Attachment.MiniProgram("Shop", "m-2", "wx0123", "/pages/index"),
              new Attachment.Video("m-3"),
              new Attachment.File("m-4")));

  @Test
  void textIsCountedInBytesNotCharacters() {
    assertThat(new MessageContent("客".repeat(1333), null).text()).hasSize(1333);
    assertThat(new MessageContent("a".repeat(4000), null).text()).hasSize(4000);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MessageContent("客".repeat(1334), null))
        .withMessage("content.text has 4002 bytes of UTF-8, at most 4000 are allowed");
  }

  @Test
  void nineAttachmentsAreAllowedAndTenAreNot() {
    assertThat(new MessageContent(null, Collections.nCopies(9, IMAGE)).attachments()).hasSize(9);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MessageContent(null, Collections.nCopies(10, IMAGE)))
        .withMessageContaining("at most 9");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " \n"})
  void nothingToSayIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MessageContent(text, List.of()))
        .withMessage("content needs text or at least one attachment");
  }

  @Test
  void jsonIsAsTheGoldenFileSays() throws Exception {
    JsonNode golden = GoldenJson.read("message-content.json");

    assertThat(JSON.<JsonNode>valueToTree(OF_EVERY_KIND)).isEqualTo(golden);
    assertThat(JSON.treeToValue(golden, MessageContent.class)).isEqualTo(OF_EVERY_KIND);
  }
}
