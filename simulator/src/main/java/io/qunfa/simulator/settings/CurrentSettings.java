package io.qunfa.simulator.settings;

import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;

/** The settings in force. Thread-safe; a change is seen by the next call. */
@Component
public class CurrentSettings {
  private volatile Settings current = Settings.defaults();

  public Settings get() {
    return current;
  }

  public synchronized Settings change(UnaryOperator<Settings> change) {
    current = change.apply(current);
    return current;
  }
}
