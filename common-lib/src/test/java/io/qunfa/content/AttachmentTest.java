package io.qunfa.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class AttachmentTest {
  private static final String URL = "https://example.com";

  static final List<Arguments> OVER_A_LIMIT =
      List.of(
          refused("link.title", () -> new Attachment.Link("客".repeat(43), URL, null, null)),
          refused("link.url", () -> new Attachment.Link("t", longUrl(2049), null, null)),
          refused("link.desc", () -> new Attachment.Link("t", URL, "客".repeat(171), null)),
          refused("link.picUrl", () -> new Attachment.Link("t", URL, null, longUrl(2049))),
          refused(
              "miniprogram.title",
              () -> new Attachment.MiniProgram("客".repeat(22), "m-1", "wx1", "/p")),
          refused("miniprogram.appid", () -> new Attachment.MiniProgram("t", "m-1", " ", "/p")),
          refused("video.media", () -> new Attachment.Video("")),
          refused("file.media", () -> new Attachment.File("")),
          refused("image", () -> new Attachment.Image(null, null)),
          refused("image", () -> new Attachment.Image("m-1", URL)));

  @ParameterizedTest
  @FieldSource("OVER_A_LIMIT")
  void whatWecomWouldRefuseIsRefusedByName(String field, ThrowingCallable attachment) {
    assertThatIllegalArgumentException().isThrownBy(attachment).withMessageContaining(field);
  }

  @Test
  void whatIsJustWithinTheLimitsPasses() {
    assertThat(new Attachment.Link("客".repeat(42), longUrl(2048), "客".repeat(170), URL).title())
        .hasSize(42);
    assertThat(new Attachment.MiniProgram("客".repeat(21), "m-1", "wx1", "/p").title()).hasSize(21);
  }

  @Test
  void onlyWebAddressesAreLinks() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Attachment.Link("t", "javascript:alert(1)", null, null))
        .withMessageContaining("https://");
  }

  @Test
  void everyKindNamesTheMediaItNeeds() {
    assertThat(new Attachment.MiniProgram("t", "m-1", "wx1", "/p").mediaUses())
        .containsExactly(new MediaUse("m-1", MediaKind.IMAGE));
    assertThat(new Attachment.Video("m-2").mediaUses())
        .containsExactly(new MediaUse("m-2", MediaKind.VIDEO));
    assertThat(new Attachment.Link("t", URL, null, null).mediaUses()).isEmpty();
    assertThat(new Attachment.Image(null, URL).mediaUses()).isEmpty();
  }

  private static Arguments refused(String field, ThrowingCallable attachment) {
    return Arguments.of(field, attachment);
  }

  private static String longUrl(int bytes) {
    return URL + "/" + "x".repeat(bytes - URL.length() - 1);
  }
}
