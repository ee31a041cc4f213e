package io.qunfa.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.fixture.MutableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SimulatorTest
class MediaTest {
  private static final int MEBIBYTE = 1024 * 1024;

  private final Wecom wecom;
  private final MutableClock clock;

  MediaTest(Wecom wecom, MutableClock clock) {
    this.wecom = wecom;
    this.clock = clock;
  }

  @BeforeEach
  void startOver() {
    wecom.startOver();
    wecom.customersOf(Wecom.SENDER, 1);
  }

  @Test
  void uploadedFileComesBackWithItsName() {
    Answer uploaded = wecom.upload("media/upload?type=file", "价目表.txt", bytes("hello, file", 0));

    Answer file = wecom.getWithToken("media/get?media_id=" + uploaded.text("media_id"));

    assertThat(uploaded.errcode()).isZero();
    assertThat(uploaded.json().path("created_at").isTextual()).isTrue();
    assertThat(uploaded.text("type")).isEqualTo("file");
    assertThat(uploaded.text("errmsg")).isEmpty();
    assertThat(file.body()).isEqualTo("hello, file");
    assertThat(file.contentType()).isEqualTo("application/octet-stream");
  }

  @Test
  void samePictureTwiceIsADuplicateHoweverOftenItWasUploaded() {
    List<String> customers = wecom.customersOf(Wecom.SENDER, 1);

    for (byte[] picture : List.of(png(100), png(100), png(200))) {
      String id = wecom.upload("media/upload?type=image", "a.png", picture).text("media_id");
      Answer sent =
          wecom.post(
              "externalcontact/add_msg_template",
              Map.of(
                  "sender",
                  Wecom.SENDER,
                  "external_userid",
                  customers,
                  "attachments",
                  List.of(Map.of("msgtype", "image", "image", Map.of("media_id", id)))));
      assertThat(sent.errcode()).isZero();
    }

    assertThat(wecom.received().json().path("duplicates").intValue()).isEqualTo(1);
  }

  @Test
  void mediumIsGoodForThreeDays() {
    String id = wecom.upload("media/upload?type=image", "a.png", png(100)).text("media_id");

    clock.advance(Duration.ofDays(3).minusSeconds(1));
    int stillGood = sendImage(id);
    clock.advance(Duration.ofSeconds(1));

    assertThat(stillGood).isZero();
    assertThat(sendImage(id)).isEqualTo(40007);
    assertThat(wecom.getWithToken("media/get?media_id=" + id).errcode()).isEqualTo(40007);
  }

  @Test
  void mediumMustBeOfTheKindThatTheMessageSays() {
    String file =
        wecom.upload("media/upload?type=file", "a.txt", bytes("hello", 100)).text("media_id");

    assertThat(sendImage(file)).isEqualTo(40007);
  }

  @Test
  void everyKindOfAttachmentIsTaken() {
    String image = wecom.upload("media/upload?type=image", "a.png", png(100)).text("media_id");
    String video =
        wecom
            .upload("media/upload?type=video", "a.mp4", bytes("0000ftypmp42", 50))
            .text("media_id");
    String file =
        wecom.upload("media/upload?type=file", "a.pdf", bytes("%PDF-1", 9)).text("media_id");
    String url = wecom.upload("media/uploadimg", "a.png", png(100)).text("url");

    int code =
        send(
            List.of(
                Map.of("msgtype", "image", "image", Map.of("media_id", image)),
                Map.of("msgtype", "image", "image", Map.of("pic_url", url)),
                Map.of("msgtype", "video", "video", Map.of("media_id", video)),
                Map.of("msgtype", "file", "file", Map.of("media_id", file)),
                Map.of(
                    "msgtype",
                    "miniprogram",
                    "miniprogram",
                    Map.of(
                        "title", "商城",
                        "pic_media_id", image,
                        "appid", "wx0000000000000001",
                        "page", "/pages/index.html"))));

    assertThat(code).isZero();
  }

  @Test
  void filesThatDoNotFitAreRefused() {
    assertThat(upload("image", png(10 * MEBIBYTE + 1))).isEqualTo(40009);
    assertThat(upload("image", bytes("GIF89a", 100))).isEqualTo(40123);
    assertThat(upload("voice", bytes("#!AMR", 2 * MEBIBYTE))).isEqualTo(45001);
    assertThat(upload("voice", bytes("RIFF", 100))).isEqualTo(40004);
    assertThat(upload("video", bytes("0000ftypmp42", 10 * MEBIBYTE))).isEqualTo(40011);
    assertThat(upload("video", bytes("RIFF", 100))).isEqualTo(41090);
    assertThat(upload("file", bytes("", 20 * MEBIBYTE + 1))).isEqualTo(45001);
    assertThat(upload("file", bytes("", 33 * MEBIBYTE))).isEqualTo(45001);
    assertThat(upload("file", bytes("12345", 0))).isEqualTo(40006);
    assertThat(upload("file", bytes("", 0))).isEqualTo(44001);
    assertThat(upload("poem", bytes("hello, file", 0))).isEqualTo(40005);
    assertThat(wecom.post("media/upload?type=file", Map.of()).errcode()).isEqualTo(40058);
  }

  @Test
  void permanentImagesHaveADailyQuota() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(wecom.upload("media/uploadimg", "a.png", png(20)).errcode()).isZero();
    }

    int over = wecom.upload("media/uploadimg", "a.png", png(20)).errcode();
    clock.set(Instant.parse("2026-11-20T16:00:00Z")); // midnight in Shanghai

    assertThat(over).isEqualTo(45009);
    assertThat(wecom.upload("media/uploadimg", "a.png", png(20)).errcode()).isZero();
    assertThat(wecom.upload("media/uploadimg", "a.png", png(2 * MEBIBYTE + 1)).errcode())
        .isEqualTo(40009);
  }

  private int upload(String type, byte[] file) {
    return wecom.upload("media/upload?type=" + type, "a", file).errcode();
  }

  private int sendImage(String mediaId) {
    return send(List.of(Map.of("msgtype", "image", "image", Map.of("media_id", mediaId))));
  }

  private int send(List<?> attachments) {
    return wecom
        .post(
            "externalcontact/add_msg_template",
            Map.of(
                "sender",
                Wecom.SENDER,
                "external_userid",
                List.of("wmCustomer000000"),
                "attachments",
                attachments))
        .errcode();
  }

  private static byte[] png(int size) {
    return Arrays.copyOf(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}, size);
  }

  private static byte[] bytes(String start, int more) {
    byte[] magic = start.getBytes(StandardCharsets.US_ASCII);
    return Arrays.copyOf(magic, magic.length + more);
  }
}
