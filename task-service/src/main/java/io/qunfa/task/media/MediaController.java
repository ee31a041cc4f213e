package io.qunfa.task.media;

import io.qunfa.content.MediaKind;
import io.qunfa.identity.Caller;
import io.qunfa.ids.TenantId;
import io.qunfa.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Files in, from operators; files out, to executors. */
@RestController
class MediaController {
  private final MediaStore store;

  MediaController(MediaStore store) {
    this.store = store;
  }

  /**
   * @param media put it where an attachment asks for a media
   */
  record Uploaded(String media) {}

  /** Harmless to repeat: the same bytes have the same reference. */
  @PostMapping(path = "/api/v1/media", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ResponseEntity<Uploaded> upload(
      Caller caller, @RequestParam("kind") String kind, @RequestPart("file") MultipartFile file)
      throws IOException {
    StoredMedia media = CheckMedia.check(Problem.reading("kind", kind, MediaKind::of), file);
    try (InputStream bytes = file.getInputStream()) {
      store.store(caller.tenantId(), media, bytes);
    }
    return ResponseEntity.status(HttpStatus.CREATED).body(new Uploaded(media.media()));
  }

  @GetMapping("/internal/v1/media/{media}")
  ResponseEntity<StreamingResponseBody> download(
      @PathVariable("media") String name, @RequestParam("tenantId") TenantId tenant) {
    StoredMedia media = store.find(tenant, name).orElseThrow(() -> Problem.notFound("media", name));
    ContentDisposition attachment =
        ContentDisposition.attachment().filename(media.filename(), StandardCharsets.UTF_8).build();
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_TYPE, media.contentType())
        .header(HttpHeaders.CONTENT_DISPOSITION, attachment.toString())
        .contentLength(media.size())
        .body(to -> store.copy(tenant, media, to));
  }
}
