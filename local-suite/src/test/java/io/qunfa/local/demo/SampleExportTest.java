package io.qunfa.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SampleExportTest {

  @Test
  void holdsTheMembersAndRelationsThatItsReadmePromises() {
    SampleExport sample = new SampleExport(Path.of("../samples"));

    assertThat(sample.members()).hasSize((int) sample.expected("members"));
    assertThat(sample.relationsCsv().lines().skip(1)).hasSize((int) sample.expected("relations"));
  }
}
