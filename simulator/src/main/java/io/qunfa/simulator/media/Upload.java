package io.qunfa.simulator.media;

import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.WecomError;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The file in an upload: the part named {@code media}. */
record Upload(String fileName, String contentType, FileContent content) {
  private static final int SMALLEST = 6;

  /**
   * Reads the file.
   *
   * @throws WecomError 40058 if the body is no multipart form, 44001 if there is no file or it is
   *     empty, 40006 if it is no longer than 5 bytes, 45001 if it is larger than any kind may be
   */
  static Upload read(Call call) throws IOException {
    Part part = part(call.request());
    byte[] bytes;
    try (InputStream file = part.getInputStream()) {
      bytes = file.readAllBytes();
    }
    if (bytes.length == 0) {
      throw new WecomError(44001);
    }
    if (bytes.length < SMALLEST) {
      throw new WecomError(40006);
    }
    return new Upload(
        Objects.requireNonNullElse(part.getSubmittedFileName(), "file"),
        Objects.requireNonNullElse(part.getContentType(), "application/octet-stream"),
        new FileContent(bytes));
  }

  private static Part part(HttpServletRequest request) throws IOException {
    try {
      request.setCharacterEncoding("UTF-8");
      Part part = request.getPart("media");
      if (part == null) {
        throw new WecomError(44001);
      }
      return part;
    } catch (ServletException notMultipart) {
      throw new WecomError(40058, "multipart/form-data expected");
    } catch (IllegalStateException tooLarge) {
      throw new WecomError(45001);
    }
  }
}
