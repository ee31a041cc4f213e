package io.qunfa.apiexecutor.followup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.apiexecutor.wecom.MassRecords.ListedTask;
import io.qunfa.content.Attachment;
import io.qunfa.content.MessageContent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SameContentTest {
  private static final Attachment LINK =
      new Attachment.Link("New", "https://m.example.test/n", "Look", "https://img.example.test/a");

  @ParameterizedTest
  @ValueSource(
      strings = {"line one\nline two", "line one\r\nline two\r\n", " line one  \nline two\u3000"})
  void blanksAndLineEndsDoNotCount(String listed) throws Exception {
    assertThat(same("line one\nline two", listed, "[]")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"line one", "Line one\nline two", "line one\n\nline two", ""})
  void otherTextIsAnotherMessage(String listed) throws Exception {
    assertThat(same("line one\nline two", listed, "[]")).isFalse();
  }

  @Test
  void composedAndDecomposedLettersAreTheSameText() throws Exception {
    assertThat(same("caf\u00e9", "cafe\u0301", "[]")).isTrue();
  }

  @Test
  void pictureIsRecognisedByItsKindAlone() throws Exception {
    Attachment picture = new Attachment.Image("m1", null);

    assertThat(
            same(
                "hi",
                "hi",
                "[{\"msgtype\":\"image\",\"image\":{\"media_id\":\"M9\",\"pic_url\":\"https://q\"}}]",
                picture))
        .isTrue();
    assertThat(same("hi", "hi", "[{\"msgtype\":\"file\",\"file\":{}}]", picture)).isFalse();
    assertThat(same("hi", "hi", "[]", picture)).isFalse();
  }

  @Test
  void linkIsComparedByWhatBothSidesShow() throws Exception {
    assertThat(
            same(
                "hi",
                "hi",
                """
                [{"msgtype":"link","link":{"title":"New","url":"https://m.example.test/n",
                  "picurl":"https://cdn.test/x"}}]
                """,
                LINK))
        .isTrue();
    assertThat(same("hi", "hi", "[{\"msgtype\":\"link\",\"link\":{}}]", LINK)).isTrue();
    assertThat(same("hi", "hi", "[{\"msgtype\":\"link\",\"link\":{\"url\":\"https://o\"}}]", LINK))
        .isFalse();
  }

  @Test
  void pageOfAMiniProgramIsTheSameWithAndWithoutItsSuffix() throws Exception {
    Attachment shop =
        new Attachment.MiniProgram("Shop", "m2", "wx0000000000000001", "/pages/index?a=1");

    assertThat(
            same(
                "hi",
                "hi",
                "[{\"msgtype\":\"miniprogram\",\"miniprogram\":{\"page\":\"pages/index.html?a=1\"}}]",
                shop))
        .isTrue();
    assertThat(
            same(
                "hi",
                "hi",
                "[{\"msgtype\":\"miniprogram\",\"miniprogram\":{\"page\":\"pages/other\"}}]",
                shop))
        .isFalse();
  }

  @Test
  void orderOfAttachmentsCounts() throws Exception {
    String video = "{\"msgtype\":\"video\",\"video\":{}}";
    String link = "{\"msgtype\":\"link\",\"link\":{}}";

    assertThat(same("hi", "hi", "[" + link + "," + video + "]", LINK, new Attachment.Video("m3")))
        .isTrue();
    assertThat(same("hi", "hi", "[" + video + "," + link + "]", LINK, new Attachment.Video("m3")))
        .isFalse();
  }

  private static boolean same(
      String ours, String theirs, String attachments, Attachment... ourAttachments)
      throws JsonProcessingException {
    return SameContent.as(
        new MessageContent(ours, List.of(ourAttachments)),
        new ListedTask("msgSIM01", theirs, new ObjectMapper().readTree(attachments)));
  }
}
