package io.qunfa.apiexecutor.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.content.Attachment;
import io.qunfa.content.MessageContent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MassRequestTest {
  /** The example of wecom-api 2.3. */
  private static final String GOLDEN =
      """
      {"chat_type":"single","sender":"zhangsan","allow_select":false,
       "external_userid":["wmSIM0000000000000000000000001","wmSIM0000000000000000000000002"],
       "text":{"content":"秋季新品上线"},
       "attachments":[
        {"msgtype":"image","image":{"media_id":"MEDIA-1"}},
        {"msgtype":"link","link":{"title":"新品","picurl":"https://img.example.test/a.png","desc":"点击查看","url":"https://m.example.test/n"}},
        {"msgtype":"miniprogram","miniprogram":{"title":"商城","pic_media_id":"MEDIA-2","appid":"wx0000000000000001","page":"/pages/index.html"}},
        {"msgtype":"video","video":{"media_id":"MEDIA-3"}},
        {"msgtype":"file","file":{"media_id":"MEDIA-4"}}]}
      """;

  private final ObjectMapper json = new ObjectMapper();
  private final MassRequest request = new MassRequest(json);

  @Test
  void requestIsTheOneOfTheDocuments() throws Exception {
    MessageContent content =
        new MessageContent(
            "秋季新品上线",
            List.of(
                new Attachment.Image("m1", null),
                new Attachment.Link(
                    "新品", "https://m.example.test/n", "点击查看", "https://img.example.test/a.png"),
                new Attachment.MiniProgram("商城", "m2", "wx0000000000000001", "/pages/index.html"),
                new Attachment.Video("m3"),
                new Attachment.File("m4")));

    assertThat(
            request.of(
                "zhangsan",
                List.of("wmSIM0000000000000000000000001", "wmSIM0000000000000000000000002"),
                content,
                Map.of("m1", "MEDIA-1", "m2", "MEDIA-2", "m3", "MEDIA-3", "m4", "MEDIA-4")))
        .isEqualTo(json.readTree(GOLDEN));
  }

  @Test
  void whatIsNotGivenIsNotSent() throws Exception {
    MessageContent content =
        new MessageContent(
            null,
            List.of(
                new Attachment.Image(null, "https://wework.example.test/p"),
                new Attachment.Link("t", "https://m.example.test/n", null, null)));

    assertThat(request.of("zhangsan", List.of("wmSIM01"), content, Map.of()))
        .isEqualTo(
            json.readTree(
                """
                {"chat_type":"single","sender":"zhangsan","allow_select":false,
                 "external_userid":["wmSIM01"],
                 "attachments":[
                  {"msgtype":"image","image":{"pic_url":"https://wework.example.test/p"}},
                  {"msgtype":"link","link":{"title":"t","url":"https://m.example.test/n"}}]}
                """));
  }
}
