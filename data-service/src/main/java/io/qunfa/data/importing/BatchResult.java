package io.qunfa.data.importing;

import java.util.List;

/** What became of the rows of one batch. */
record BatchResult(int rows, int duplicates, List<ImportStatus.Rejection> rejections) {
  BatchResult {
    rejections = List.copyOf(rejections);
  }

  int rejected() {
    return rejections.size();
  }

  int imported() {
    return rows - duplicates - rejected();
  }
}
