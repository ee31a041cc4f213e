package io.qunfa.local.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackingTest {

  @ParameterizedTest
  @CsvSource({
    "jdbc:mysql://db.example:3306/qunfa, jdbc:mysql://db.example:3306/qunfa_task",
    "jdbc:mysql://db.example/, jdbc:mysql://db.example/qunfa_task",
    "jdbc:mysql://a:1/x?useSSL=true&y=z, jdbc:mysql://a:1/qunfa_task?useSSL=true&y=z",
  })
  void givenDatabaseKeepsServerAndOptionsAndGetsTheServicesSchema(String given, String expected) {
    assertThat(Backing.withSchema(given, "qunfa_task")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "mysql://db.example/qunfa", "jdbc:mysql:db"})
  void addressWithoutAServerIsRefusedWithTheRightShape(String given) {
    assertThatThrownBy(() -> Backing.withSchema(given, "qunfa_task"))
        .hasMessageContaining("jdbc:mysql://HOST:PORT/SCHEMA");
  }
}
